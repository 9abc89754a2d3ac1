import { randomUUID } from 'node:crypto'
import { type FileHandle, mkdir, open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { RandomAccess } from './random-access.ts'

/**
 * Stores the bytes of one image at a time that arrives only as a stream (from an engine, a compressed archive, standard
 * input), so that its layers and files can be read at any position and the stream is requested once.
 */
export interface Spool {
  /**
   * The bytes stored under the key; `fill` provides them if they are not stored yet. Bytes under another key are
   * removed once their last reader is done. Throws the errors of `fill`, and the system's errors (a full disk).
   */
  get(key: string, fill: () => AsyncIterable<Uint8Array>): Promise<RandomAccess>
  close(): void
}

/** `directory` comes into being with the first bytes that are kept. */
export function createSpool(directory: string): Spool {
  let kept: { readonly key: string; readonly file: SpooledFile } | null = null
  let filling: Promise<unknown> = Promise.resolve()
  return {
    async get(key, fill) {
      // One after the other: who asks for the same bytes meanwhile finds them when they are complete.
      const earlier = filling
      let done: () => void = () => undefined
      filling = new Promise<void>((resolve) => {
        done = resolve
      })
      try {
        await earlier
        if (kept?.key === key) return kept.file
        const file = await writeSpool(directory, fill())
        kept?.file.retire()
        kept = { key, file }
        return file
      } finally {
        done()
      }
    },
    close() {
      kept?.file.retire()
      kept = null
    },
  }
}

async function writeSpool(directory: string, chunks: AsyncIterable<Uint8Array>): Promise<SpooledFile> {
  await mkdir(directory, { recursive: true, mode: 0o700 })
  const path = join(directory, `${randomUUID()}.spool`)
  const file = await open(path, 'wx+', 0o600)
  try {
    // Without a name, the bytes disappear with the program, however it ends.
    await rm(path)
    let size = 0
    for await (const chunk of chunks) {
      for (let at = 0; at < chunk.length; ) {
        const { bytesWritten } = await file.write(chunk, at, chunk.length - at, size)
        at += bytesWritten
        size += bytesWritten
      }
    }
    return new SpooledFile(file, size, path)
  } catch (error) {
    await file.close()
    throw error
  }
}

class SpooledFile implements RandomAccess {
  readonly size: number
  readonly identity: string
  readonly #file: FileHandle
  #readers = 0
  #retired = false

  constructor(file: FileHandle, size: number, identity: string) {
    this.#file = file
    this.size = size
    this.identity = identity
  }

  async open(): Promise<{ readonly fd: number; readonly close: () => Promise<void> }> {
    if (this.#retired) throw new Error('the bytes of another image are kept now')
    this.#readers++
    return {
      fd: this.#file.fd,
      close: async () => {
        this.#readers--
        this.#closeUnused()
      },
    }
  }

  /** Gives the disk space back when the last reader is done. */
  retire(): void {
    this.#retired = true
    this.#closeUnused()
  }

  #closeUnused(): void {
    if (this.#retired && this.#readers === 0) void this.#file.close()
  }
}
