import { isUtf8 } from 'node:buffer'

/** Low surrogates that represent single bytes: 0xE9 becomes U+DCE9, as in Python's `surrogateescape`. */
const byteSurrogates = 0xdc00

/**
 * Decodes a name. Linux allows any bytes in names; a byte that is not UTF-8 becomes a lone surrogate, which no valid
 * text contains, so that different names stay different. `printable` shows it as `\xe9`.
 */
export function decodeText(bytes: Buffer, start: number, end: number): string {
  const text = bytes.toString('utf8', start, end)
  // The fast decoder puts the replacement character for any byte that it cannot read.
  return text.includes('\ufffd') ? decodeBytes(bytes.subarray(start, end)) : text
}

function decodeBytes(bytes: Buffer): string {
  if (isUtf8(bytes)) return bytes.toString('utf8')
  let text = ''
  for (let at = 0; at < bytes.length; ) {
    const sequence = bytes.subarray(at, at + sequenceLength(bytes[at]!))
    if (sequence.length > 0 && isUtf8(sequence)) {
      text += sequence.toString('utf8')
      at += sequence.length
    } else {
      text += String.fromCharCode(byteSurrogates + bytes[at]!)
      at++
    }
  }
  return text
}

/** The number of bytes in a character that starts with this byte; 0: no character starts with it. (RFC 3629) */
function sequenceLength(first: number): number {
  if (first < 0x80) return 1
  if (first < 0xc2) return 0
  if (first < 0xe0) return 2
  if (first < 0xf0) return 3
  return first < 0xf5 ? 4 : 0
}
