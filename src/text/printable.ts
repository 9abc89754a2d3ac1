/**
 * Makes text from outside (file names, image metadata, build output) harmless for a terminal. The result is one line
 * without control characters, invisible characters and characters that reorder their neighbours. Removed characters
 * stay visible as escapes (`\n`, `\x1b`, `\u202e`), so different names stay different. A lone surrogate from U+DC80 to
 * U+DCFF represents a byte of a name that is not UTF-8; it is shown as that byte: `\xe9`.
 *
 * @param text anything, also with lone surrogates
 * @returns text whose width in cells `cellWidth` can measure
 */
export function printable(text: string): string {
  if (plainAscii.test(text)) return text
  return text.replace(loneSurrogate, escapeSurrogate).replace(variationSelector, '').replace(unsafe, escapeCharacter)
}

/** As `printable`, with every run of white space as one blank: for commands that were written over several lines. */
export function oneLine(text: string): string {
  return printable(text.replace(whiteSpace, ' ').trim())
}

const plainAscii = /^[\x20-\x7e]*$/
const loneSurrogate = /\p{Cs}/gu
const whiteSpace = /\s+/g

// Terminals disagree on whether these change a character's width.
const variationSelector = /[\ufe00-\ufe0f]/g

// Characters that are escaped: control, formatting (bidirectional overrides among them), private and unassigned ones,
// line and paragraph separators, and all others that are defined as invisible.
const unsafe = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu

const shortEscapes: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\0': '\\0' }

function escapeSurrogate(surrogate: string): string {
  const code = surrogate.charCodeAt(0)
  return code >= 0xdc80 && code <= 0xdcff ? `\\x${(code - 0xdc00).toString(16)}` : '\ufffd'
}

function escapeCharacter(character: string): string {
  const short = shortEscapes[character]
  if (short !== undefined) return short
  const code = character.codePointAt(0)!
  if (code <= 0xff) return `\\x${code.toString(16).padStart(2, '0')}`
  return code <= 0xffff ? `\\u${code.toString(16).padStart(4, '0')}` : `\\u{${code.toString(16)}}`
}
