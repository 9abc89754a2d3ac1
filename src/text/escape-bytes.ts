/** A lone surrogate that represents one byte. */
const byteSurrogate = /(?<![\ud800-\udbff])[\udc80-\udcff]/

/**
 * A name for programs: valid text as it is; in a name that is not UTF-8 each foreign byte (kept as a lone surrogate,
 * U+DC80 to U+DCFF) as `\\xe9`, and each backslash doubled, so that different names stay different.
 */
export function escapeBytes(name: string): string {
  if (!byteSurrogate.test(name)) return name
  const escape = (character: string) => `\\x${(character.charCodeAt(0) - 0xdc00).toString(16)}`
  return name.replaceAll('\\', '\\\\').replace(new RegExp(byteSurrogate, 'g'), escape)
}
