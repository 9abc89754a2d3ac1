import type { Gunzip } from 'node:zlib'
import { ArchiveError } from './archive-error.ts'

/** Takes compressed pieces and returns the bytes that are ready. */
export type Inflater = {
  push(piece: Buffer): Promise<readonly Uint8Array[]>
  end(): Promise<readonly Uint8Array[]>
  destroy(): void
}

/** Bytes that a decoder of Node gives at a time. */
export const unpackedChunk = 256 * 1024

/** Feeds a decoding stream of Node piece by piece. Both calls throw ArchiveError where the bytes are damaged. */
export function streamInflater(transform: Gunzip): Inflater {
  let out: Uint8Array[] = []
  let failed: Error | null = null
  transform.on('data', (chunk: Buffer) => out.push(chunk))
  // After an error, and after the end of its bytes (gzip followed by zeros), zlib answers no more writes, so a waiting
  // writer also waits for these events.
  const ended = new Promise<void>((resolve) => transform.once('end', resolve))
  const broken = new Promise<void>((resolve) => {
    transform.on('error', (error) => {
      failed = error
      resolve()
    })
  })
  const drainAfter = async (done: Promise<void>): Promise<readonly Uint8Array[]> => {
    await Promise.race([done, broken, ended])
    if (failed !== null) {
      throw new ArchiveError('damaged', 'its compressed bytes cannot be read, or end too soon', { cause: failed })
    }
    const ready = out
    out = []
    return ready
  }
  return {
    push: (piece) => drainAfter(new Promise((resolve) => transform.write(piece, () => resolve()))),
    end() {
      transform.end()
      return drainAfter(ended)
    },
    destroy: () => transform.destroy(),
  }
}
