import { ArchiveError } from './archive-error.ts'
import type { ByteSource } from './byte-source.ts'

/** One frame of a zstd stream, its header read. */
export type ZstdFrame = {
  /** Bytes that the frame unpacks to; null: its header does not say. */
  readonly contentSize: number | null
  /** The raw frame with its header, piece by piece. Must be read to its end before the next frame is requested. */
  readonly pieces: AsyncGenerator<Buffer, void, undefined>
}

const frameMagic = 0xfd2fb528
const skippableMagic = 0x184d2a50
/** The longest block that the format allows. */
const longestBlock = 128 * 1024

/**
 * Splits a zstd stream into its frames; skippable frames are left out. A stream may have any number of frames
 * (zstd:chunked has one for each file), and not all of Node's decoders continue after the first frame, so each frame
 * gets its own decoder. Throws ArchiveError if the stream is damaged or ends inside a frame.
 * Source: RFC 8878, section 3.1.
 */
export async function* zstdFrames(bytes: ByteSource): AsyncGenerator<ZstdFrame, void, undefined> {
  for (;;) {
    const magic = Buffer.from(await bytes.take(4))
    if (magic.length === 0) return
    if (magic.length < 4) throw endsTooSoon()
    const number = magic.readUInt32LE()
    if ((number & 0xfffffff0) >>> 0 === skippableMagic) {
      const size = (await takeExactly(bytes, 4)).readUInt32LE()
      if ((await bytes.skip(size)) < size) throw endsTooSoon()
    } else if (number === frameMagic) {
      const header = await takeHeader(bytes)
      yield { contentSize: contentSizeOf(header), pieces: framePieces(bytes, magic, header) }
    } else {
      throw new ArchiveError('damaged', 'what follows a zstd frame is none')
    }
  }
}

async function* framePieces(bytes: ByteSource, magic: Buffer, header: Buffer): AsyncGenerator<Buffer, void, undefined> {
  yield Buffer.concat([magic, header])
  for (let last = false; !last; ) {
    const start = await takeExactly(bytes, 3)
    const fields = start.readUIntLE(0, 3)
    last = (fields & 1) === 1
    const type = (fields >> 1) & 3
    const size = fields >> 3
    if (type === 3 || (type !== 1 && size > longestBlock)) throw new ArchiveError('damaged', 'a zstd block is damaged')
    // A block of type 1 is one byte, repeated.
    yield Buffer.concat([start, await takeExactly(bytes, type === 1 ? 1 : size)])
  }
  if (hasChecksum(header)) yield await takeExactly(bytes, 4)
}

/** The frame header: its descriptor and the fields that this announces. */
async function takeHeader(bytes: ByteSource): Promise<Buffer> {
  const descriptor = await takeExactly(bytes, 1)
  const rest = windowFieldSize(descriptor) + dictionaryFieldSize(descriptor) + contentFieldSize(descriptor)
  return Buffer.concat([descriptor, await takeExactly(bytes, rest)])
}

const isSingleSegment = (header: Buffer): boolean => (header[0]! & 0x20) !== 0
const hasChecksum = (header: Buffer): boolean => (header[0]! & 0x04) !== 0
const windowFieldSize = (header: Buffer): number => (isSingleSegment(header) ? 0 : 1)
const dictionaryFieldSize = (header: Buffer): number => [0, 1, 2, 4][header[0]! & 3]!

function contentFieldSize(header: Buffer): number {
  const code = header[0]! >> 6
  return code === 0 ? (isSingleSegment(header) ? 1 : 0) : 1 << code
}

function contentSizeOf(header: Buffer): number | null {
  const start = 1 + windowFieldSize(header) + dictionaryFieldSize(header)
  switch (contentFieldSize(header)) {
    case 1:
      return header[start]!
    case 2:
      return header.readUInt16LE(start) + 256
    case 4:
      return header.readUInt32LE(start)
    case 8:
      return Number(header.readBigUInt64LE(start))
    default:
      return null
  }
}

async function takeExactly(bytes: ByteSource, length: number): Promise<Buffer> {
  const taken = await bytes.take(length)
  if (taken.length < length) throw endsTooSoon()
  return Buffer.from(taken)
}

const endsTooSoon = () => new ArchiveError('damaged', 'its compressed bytes end too soon')
