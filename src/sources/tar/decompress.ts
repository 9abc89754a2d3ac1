import * as zlib from 'node:zlib'
import { ArchiveError } from './archive-error.ts'
import { type ByteSource, Prefixed, pieces } from './byte-source.ts'
import { StreamBytes } from './stream-bytes.ts'

/** Takes compressed pieces and gives what came out so far. */
type Inflater = {
  push(piece: Buffer): Promise<readonly Uint8Array[]>
  end(): Promise<readonly Uint8Array[]>
  destroy(): void
}

const outputSize = 256 * 1024
const longestMagic = 6

/** The bytes of a layer or archive, decompressed where they are gzip or zstd: told by their first bytes, not by names. */
export async function decompressed(bytes: ByteSource): Promise<ByteSource> {
  const head = Buffer.from(await bytes.take(longestMagic))
  const whole = new Prefixed(head, bytes)
  const start = head.toString('hex')
  if (start.startsWith('1f8b')) {
    return new StreamBytes(inflate(whole, streamInflater(zlib.createGunzip({ chunkSize: outputSize }))))
  }
  // A zstd frame, or a skippable frame (0x184D2A50 to 5F) in front of one.
  if (start.startsWith('28b52ffd') || /^5.2a4d18/.test(start)) {
    return new StreamBytes(inflate(whole, await zstdInflater()))
  }
  const other = start.startsWith('fd377a585a00') ? 'xz' : start.startsWith('425a68') ? 'bzip2' : null
  if (other !== null) throw new ArchiveError('unknown-compression', `it is compressed with ${other}`)
  return whole
}

/** Works only while it is pulled, so that whoever owns `bytes` may go on after leaving it early. */
async function* inflate(bytes: ByteSource, inflater: Inflater): AsyncGenerator<Uint8Array> {
  try {
    for await (const piece of pieces(bytes)) yield* await inflater.push(piece)
    yield* await inflater.end()
  } finally {
    inflater.destroy()
  }
}

function streamInflater(transform: zlib.Gunzip): Inflater {
  let out: Uint8Array[] = []
  let failed: Error | null = null
  transform.on('data', (chunk: Buffer) => out.push(chunk))
  // After an error zlib answers no more writes: whoever waits for one waits for this too.
  const broken = new Promise<void>((resolve) => {
    transform.on('error', (error) => {
      failed = error
      resolve()
    })
  })
  const drainAfter = async (done: Promise<void>): Promise<readonly Uint8Array[]> => {
    await Promise.race([done, broken])
    if (failed !== null) throw damaged(failed)
    const ready = out
    out = []
    return ready
  }
  return {
    push: (piece) => drainAfter(new Promise((resolve) => transform.write(piece, () => resolve()))),
    end: () => drainAfter(new Promise((resolve) => transform.once('end', resolve).end())),
    destroy: () => transform.destroy(),
  }
}

/** Node has zstd from 22.15 on; before that a decoder in JavaScript does it, about three times slower. */
async function zstdInflater(): Promise<Inflater> {
  const native = (zlib as { createZstdDecompress?: (options: object) => zlib.Gunzip }).createZstdDecompress
  if (native !== undefined) return streamInflater(native({ chunkSize: outputSize }))
  const { Decompress } = await import('fzstd')
  const out: Uint8Array[] = []
  const decoder = new Decompress((chunk) => out.push(chunk))
  const feed = (piece: Uint8Array, last: boolean): readonly Uint8Array[] => {
    try {
      decoder.push(piece, last)
    } catch (error) {
      throw damaged(error)
    }
    return out.splice(0)
  }
  return {
    push: async (piece) => feed(piece, false),
    end: async () => feed(new Uint8Array(0), true),
    destroy: () => undefined,
  }
}

const damaged = (cause: unknown) =>
  new ArchiveError('damaged', 'its compressed bytes cannot be read, or end too soon', { cause })
