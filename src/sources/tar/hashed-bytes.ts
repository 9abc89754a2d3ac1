import { createHash } from 'node:crypto'
import type { ByteSource } from './byte-source.ts'

const pieceSize = 64 * 1024

/** Hashes all bytes that pass, also those that are skipped. */
export class HashedBytes implements ByteSource {
  readonly #source: ByteSource
  readonly #hash = createHash('sha256')

  constructor(source: ByteSource) {
    this.#source = source
  }

  async take(length: number): Promise<Buffer> {
    const bytes = await this.#source.take(length)
    this.#hash.update(bytes)
    return bytes
  }

  async skip(length: number): Promise<number> {
    let left = length
    while (left > 0) {
      const { length: passed } = await this.take(Math.min(left, pieceSize))
      if (passed === 0) break
      left -= passed
    }
    return length - left
  }

  /** Reads the remaining bytes and returns the digest of all bytes, `sha256:…`. */
  async finish(): Promise<string> {
    await this.skip(Number.POSITIVE_INFINITY)
    return `sha256:${this.#hash.digest('hex')}`
  }
}
