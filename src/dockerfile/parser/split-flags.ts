import { isSpace } from './white-space.ts'

export type FlagsAndRest = { readonly flags: string[]; readonly rest: string }

/**
 * Splits leading `--flag` words from an instruction's arguments and removes the quotes and escapes of the flags.
 * BuildKit splits flags byte by byte and takes each byte for a character, so non-ASCII text in a flag is read as
 * Latin-1 and later matches no name.
 * Source: parser/split_command.go: extractBuilderFlags.
 */
export function splitFlags(text: string, escape: string): FlagsAndRest {
  const bytes = Buffer.from(text).toString('latin1')
  const flags: string[] = []
  let at = 0
  const rest = (from: number): FlagsAndRest => ({ flags, rest: Buffer.from(bytes.slice(from), 'latin1').toString() })
  for (;;) {
    while (at < bytes.length && isSpace(bytes[at]!)) at++
    if (!bytes.startsWith('--', at)) return rest(at)
    const flag = readFlag(bytes, at, escape)
    at = flag.end
    // `--` alone ends the flags.
    if (flag.text === '--') return rest(at)
    flags.push(flag.text)
    if (at >= bytes.length) return rest(at)
  }
}

function readFlag(bytes: string, start: number, escape: string): { text: string; end: number } {
  let text = ''
  let quote: string | null = null
  let at = start
  for (; at < bytes.length; at++) {
    let character = bytes[at]!
    if (quote === null) {
      if (isSpace(character)) break
      if (character === "'" || character === '"') {
        quote = character
        continue
      }
    } else if (character === quote) {
      quote = null
      continue
    }
    if (character === escape) {
      if (at + 1 === bytes.length) continue
      character = bytes[++at]!
    }
    text += character
  }
  return { text, end: at }
}
