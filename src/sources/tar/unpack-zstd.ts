import * as zlib from 'node:zlib'
import { ArchiveError } from './archive-error.ts'
import type { ByteSource } from './byte-source.ts'
import { type Inflater, streamInflater, unpackedChunk } from './inflater.ts'
import { type ZstdFrame, zstdFrames } from './zstd-frames.ts'

/** Node has zstd from 22.15 on. */
type NativeZstd = {
  readonly createZstdDecompress?: (options: object) => zlib.Gunzip
  readonly zstdDecompressSync?: (bytes: Buffer, options: object) => Buffer
}

/** Frames up to this size are decoded in one call: a decoder for each of thousands of files would cost more. */
const smallFrame = 256 * 1024

/** The unpacked bytes of a zstd stream of any number of frames. Throws ArchiveError. */
export async function* unpackZstd(bytes: ByteSource): AsyncGenerator<Uint8Array, void, undefined> {
  const open = await frameDecoder()
  for await (const frame of zstdFrames(bytes)) {
    const small = await takeSmall(frame)
    if (small.unpacked !== null) yield small.unpacked
    else yield* decodeFrame(small.taken, frame, open())
  }
}

/**
 * Decodes a frame if it is small by its header and in fact, and if Node can; otherwise returns the pieces that it took.
 */
async function takeSmall({ contentSize, pieces }: ZstdFrame): Promise<{
  readonly unpacked: Uint8Array | null
  readonly taken: readonly Buffer[]
}> {
  const { zstdDecompressSync } = zlib as NativeZstd
  const taken: Buffer[] = []
  if (zstdDecompressSync === undefined || contentSize === null || contentSize > smallFrame) {
    return { unpacked: null, taken }
  }
  let size = 0
  while (size <= smallFrame) {
    const next = await pieces.next()
    if (next.done === true) {
      return { unpacked: decodeWhole(zstdDecompressSync, Buffer.concat(taken), contentSize), taken }
    }
    taken.push(next.value)
    size += next.value.length
  }
  return { unpacked: null, taken }
}

function decodeWhole(
  decode: NonNullable<NativeZstd['zstdDecompressSync']>,
  frame: Buffer,
  contentSize: number,
): Uint8Array {
  try {
    return decode(frame, { maxOutputLength: Math.max(1, contentSize) })
  } catch (error) {
    throw new ArchiveError('damaged', 'a zstd frame cannot be decoded', { cause: error })
  }
}

async function* decodeFrame(
  taken: readonly Buffer[],
  { pieces }: ZstdFrame,
  decoder: Inflater,
): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    for (const piece of taken) yield* await decoder.push(piece)
    for await (const piece of pieces) yield* await decoder.push(piece)
    yield* await decoder.end()
  } finally {
    decoder.destroy()
  }
}

/** Makes a decoder for one frame: Node's own, else one in JavaScript, about three times slower. */
async function frameDecoder(): Promise<() => Inflater> {
  const { createZstdDecompress } = zlib as NativeZstd
  if (createZstdDecompress !== undefined)
    return () => streamInflater(createZstdDecompress({ chunkSize: unpackedChunk }))
  const { Decompress } = await import('fzstd')
  return () => {
    const out: Uint8Array[] = []
    const decoder = new Decompress((chunk) => out.push(chunk))
    const feed = (piece: Uint8Array, last: boolean): readonly Uint8Array[] => {
      try {
        decoder.push(piece, last)
      } catch (error) {
        throw new ArchiveError('damaged', 'a zstd frame cannot be decoded', { cause: error })
      }
      return out.splice(0)
    }
    return {
      push: async (piece) => feed(piece, false),
      end: async () => feed(new Uint8Array(0), true),
      destroy: () => undefined,
    }
  }
}
