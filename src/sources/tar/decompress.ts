import { createGunzip } from 'node:zlib'
import { ArchiveError } from './archive-error.ts'
import { type ByteSource, Prefixed, pieces } from './byte-source.ts'
import { streamInflater, unpackedChunk } from './inflater.ts'
import { StreamBytes } from './stream-bytes.ts'
import { unpackZstd } from './unpack-zstd.ts'

export type Compression = 'none' | 'gzip' | 'zstd'

/** Bytes as they are once unpacked; `close` gives back what unpacking holds, and leaves the source as it is. */
export type Unpacked = {
  readonly bytes: ByteSource
  readonly compression: Compression
  readonly close: () => Promise<void>
}

const longestMagic = 6

/** The bytes of a layer or archive, unpacked if they are gzip or zstd. The first bytes decide, not the name. */
export async function decompressed(source: ByteSource): Promise<Unpacked> {
  const head = Buffer.from(await source.take(longestMagic))
  const whole = new Prefixed(head, source)
  const compression = compressionOf(head)
  if (compression === 'none') return { bytes: whole, compression, close: async () => undefined }
  const bytes = new StreamBytes(compression === 'gzip' ? unpackGzip(whole) : unpackZstd(whole))
  return { bytes, compression, close: () => bytes.close() }
}

/** Throws ArchiveError for a compression that is known by name only. */
function compressionOf(head: Buffer): Compression {
  const start = head.toString('hex')
  if (start.startsWith('1f8b')) return 'gzip'
  // A zstd frame, or a skippable frame (0x184D2A50 to 5F) in front of one.
  if (start.startsWith('28b52ffd') || /^5.2a4d18/.test(start)) return 'zstd'
  const other = start.startsWith('fd377a585a00') ? 'xz' : start.startsWith('425a68') ? 'bzip2' : null
  if (other !== null) throw new ArchiveError('unknown-compression', `it is compressed with ${other}`)
  return 'none'
}

/** Works only while it is read, so the owner of `bytes` may continue after an early end. */
async function* unpackGzip(bytes: ByteSource): AsyncGenerator<Uint8Array, void, undefined> {
  const inflater = streamInflater(createGunzip({ chunkSize: unpackedChunk }))
  try {
    for await (const piece of pieces(bytes)) yield* await inflater.push(piece)
    yield* await inflater.end()
  } finally {
    inflater.destroy()
  }
}
