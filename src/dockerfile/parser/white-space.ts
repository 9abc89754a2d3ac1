// Go's unicode.IsSpace: what BuildKit's parser trims. JavaScript's \s also takes U+FEFF, which is not white space here.
const spaceClass = '\\t\\n\\v\\f\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000'
const oneSpace = new RegExp(`^[${spaceClass}]$`)

export const isSpace = (character: string): boolean => oneSpace.test(character)

export function trimStart(text: string): string {
  let start = 0
  while (start < text.length && isSpace(text[start]!)) start++
  return text.slice(start)
}

export const trimSpace = (text: string): string => trimEnd(trimStart(text), isSpace)
export const trimNewlines = (text: string): string => trimEnd(text, (last) => last === '\n' || last === '\r')

/**
 * Takes off the trailing characters that `drops` accepts, from the end: a regular expression such as `/ +$/` tries
 * every run of blanks inside the text again at each of its characters.
 */
export function trimEnd(text: string, drops: (character: string) => boolean): string {
  let end = text.length
  while (end > 0 && drops(text[end - 1]!)) end--
  return text.slice(0, end)
}

/**
 * Splits at the white space that separates arguments inside one line (Go: `[\t\v\f\r ]+`), as the parser's node
 * splitter does.
 */
export const splitAtBlanks = (text: string): string[] => text.split(/[\t\v\f\r ]+/)
