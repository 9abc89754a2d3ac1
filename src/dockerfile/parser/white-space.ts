// Go's unicode.IsSpace: what BuildKit's parser trims. JavaScript's \s also takes U+FEFF, which is not white space here.
const spaceClass = '\\t\\n\\v\\f\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000'
const leadingSpace = new RegExp(`^[${spaceClass}]+`)
const trailingSpace = new RegExp(`[${spaceClass}]+$`)
const oneSpace = new RegExp(`^[${spaceClass}]$`)

export const isSpace = (character: string): boolean => oneSpace.test(character)
export const trimStart = (text: string): string => text.replace(leadingSpace, '')
export const trimSpace = (text: string): string => trimStart(text).replace(trailingSpace, '')
export const trimNewlines = (text: string): string => text.replace(/[\r\n]+$/, '')

/** Splits at the white space that separates arguments inside one line (Go: `[\t\v\f\r ]+`), as the parser's node splitter does. */
export const splitAtBlanks = (text: string): string[] => text.split(/[\t\v\f\r ]+/)
