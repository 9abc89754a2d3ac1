import { isUtf8 } from 'node:buffer'

/**
 * File names are bytes, strings are not. A byte that is not part of valid UTF-8 becomes the lone surrogate
 * U+DC80–U+DCFF, as Python's `surrogateescape` does, so that two such names stay two names and lead back to their
 * files.
 */
export function nameFromBytes(bytes: Buffer): string {
  if (isUtf8(bytes)) return bytes.toString('utf8')
  let name = ''
  for (let at = 0; at < bytes.length; ) {
    const length = sequenceLength(bytes[at]!)
    const sequence = bytes.subarray(at, at + length)
    if (sequence.length === length && isUtf8(sequence)) {
      name += sequence.toString('utf8')
      at += length
    } else name += String.fromCharCode(0xdc00 + bytes[at++]!)
  }
  return name
}

/** The form of a path for `node:fs`; the path may contain such names. */
export function diskPath(path: string): string | Buffer {
  // V8 answers at once for ASCII names. TypeScript's library for ES2023 does not declare the method.
  if ((path as string & { isWellFormed(): boolean }).isWellFormed()) return path
  const parts: Buffer[] = []
  let from = 0
  for (const { index } of path.matchAll(/(?<![\ud800-\udbff])[\udc80-\udcff]/g)) {
    parts.push(Buffer.from(path.slice(from, index)), Buffer.from([path.charCodeAt(index) - 0xdc00]))
    from = index + 1
  }
  parts.push(Buffer.from(path.slice(from)))
  return Buffer.concat(parts)
}

function sequenceLength(lead: number): number {
  if (lead < 0x80) return 1
  if (lead < 0xe0) return 2
  return lead < 0xf0 ? 3 : 4
}
