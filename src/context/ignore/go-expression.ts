import { RE2JS } from 're2js'
import { BadPatternError } from './glob.ts'

/**
 * Compiles a regular expression as Go does. RE2 has its own syntax (counts up to 1000, no look-ahead), and its time
 * grows only with the length of the text. JavaScript's expressions backtrack, so `*a*a*a*a*b` takes minutes on a long
 * name. Throws BadPatternError with `pattern`, the pattern as written in the ignore file.
 */
export function compileGoExpression(source: string, pattern: string): (text: string) => boolean {
  try {
    const expression = RE2JS.compile(source)
    return (text) => expression.test(text)
  } catch {
    throw new BadPatternError(pattern)
  }
}
