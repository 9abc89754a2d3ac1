import type { ByteSource } from './byte-source.ts'

const empty = Buffer.alloc(0)

/** A stream that is read on demand. Unread bytes stay in the stream, so that its sender slows down. */
export class StreamBytes implements ByteSource {
  readonly #chunks: AsyncIterator<Buffer | Uint8Array>
  readonly #passed: ((bytes: number) => void) | undefined
  #chunk: Buffer = empty

  /** `passed` is called with the size of each piece that arrives. */
  constructor(chunks: AsyncIterable<Buffer | Uint8Array>, passed?: (bytes: number) => void) {
    this.#chunks = chunks[Symbol.asyncIterator]()
    this.#passed = passed
  }

  async take(length: number): Promise<Buffer> {
    if (this.#chunk.length >= length) return this.#cut(length)
    const parts: Buffer[] = []
    let missing = length
    while (missing > 0) {
      if (this.#chunk.length === 0 && !(await this.#next())) break
      const part = this.#cut(missing)
      parts.push(part)
      missing -= part.length
    }
    return parts.length === 1 ? parts[0]! : Buffer.concat(parts)
  }

  async skip(length: number): Promise<number> {
    let missing = length
    while (missing > 0) {
      if (this.#chunk.length === 0 && !(await this.#next())) break
      missing -= this.#cut(missing).length
    }
    return length - missing
  }

  /** Ends the stream early; its sender stops. */
  async close(): Promise<void> {
    await this.#chunks.return?.()
  }

  #cut(length: number): Buffer {
    const part = this.#chunk.subarray(0, length)
    this.#chunk = this.#chunk.subarray(part.length)
    return part
  }

  async #next(): Promise<boolean> {
    const next = await this.#chunks.next()
    if (next.done === true) return false
    const { buffer, byteOffset, byteLength } = next.value
    this.#chunk = Buffer.from(buffer, byteOffset, byteLength)
    this.#passed?.(byteLength)
    return true
  }
}
