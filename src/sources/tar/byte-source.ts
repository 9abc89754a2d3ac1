/** Bytes read from front to back; the archive's reader does not know whether they come from a file or an engine. */
export interface ByteSource {
  /** The next `length` bytes, or fewer where the source ends. Valid until the next call. */
  take(length: number): Promise<Buffer>
  /** Passes over bytes; answers how many there were. */
  skip(length: number): Promise<number>
}

/** The first `length` bytes of another source. Whoever is done with it must `skip` the rest. */
export class Limited implements ByteSource {
  readonly #source: ByteSource
  left: number

  constructor(source: ByteSource, length: number) {
    this.#source = source
    this.left = length
  }

  async take(length: number): Promise<Buffer> {
    const bytes = await this.#source.take(Math.min(length, this.left))
    this.left -= bytes.length
    return bytes
  }

  async skip(length: number): Promise<number> {
    const passed = await this.#source.skip(Math.min(length, this.left))
    this.left -= passed
    return passed
  }
}

/** A source that starts with bytes already taken from another. */
export class Prefixed implements ByteSource {
  #head: Buffer
  readonly #rest: ByteSource

  constructor(head: Buffer, rest: ByteSource) {
    this.#head = head
    this.#rest = rest
  }

  async take(length: number): Promise<Buffer> {
    if (this.#head.length === 0) return this.#rest.take(length)
    const start = this.#head.subarray(0, length)
    this.#head = this.#head.subarray(start.length)
    return start.length === length ? start : Buffer.concat([start, await this.#rest.take(length - start.length)])
  }

  async skip(length: number): Promise<number> {
    const here = Math.min(length, this.#head.length)
    this.#head = this.#head.subarray(here)
    return here === length ? here : here + (await this.#rest.skip(length - here))
  }
}

const pieceSize = 256 * 1024

/** All bytes of a source, piece by piece. Each piece is a copy, so it can be passed to a stream. */
export async function* pieces(source: ByteSource): AsyncGenerator<Buffer> {
  for (;;) {
    const piece = await source.take(pieceSize)
    if (piece.length === 0) return
    yield Buffer.from(piece)
  }
}
