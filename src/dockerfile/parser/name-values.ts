import { DockerfileError, hinted } from '../problems/dockerfile-error.ts'
import { splitWords } from './split-words.ts'

export type NameValue = readonly [name: string, value: string]

/**
 * `NAME=value …` of ENV and LABEL, or the older `NAME value` form; still unexpanded.
 * Throws DockerfileError where BuildKit rejects. Source: instructions/parse.go: parseKvps.
 */
export function parseNameValues(rest: string, escape: string, keyword: string): NameValue[] {
  const pairs = cutNameValues(rest, escape, keyword)
  if (pairs.length === 0) throw new DockerfileError(`${keyword} requires at least one argument`)
  if (pairs.some(([name]) => name === '')) throw new DockerfileError(`${keyword} names can not be blank`)
  return pairs
}

/** Source: parser/line_parsers.go: parseNameVal. */
export function cutNameValues(rest: string, escape: string, keyword: string): NameValue[] {
  const words = splitWords(rest, escape)
  if (words.length === 0) return []
  if (!words[0]!.includes('=')) {
    const spaced = /^([^\t\v\f\r ]*)[\t\v\f\r ]+([\s\S]*)$/.exec(rest)
    if (spaced === null) throw hinted(`${keyword} must have two arguments`, `${keyword} ${words[0]}=value sets it`)
    return [[spaced[1]!, spaced[2]!]]
  }
  return words.map((word) => {
    const equals = word.indexOf('=')
    if (equals < 0) {
      throw hinted(
        `Syntax error - can't find = in "${word}". Must be of the form: name=value`,
        'a value with blanks needs quotes: NAME="two words"',
      )
    }
    return [word.slice(0, equals), word.slice(equals + 1)]
  })
}

/** One word of an ARG line; value null where only the name is declared. */
export type ArgDeclaration = { readonly name: string; readonly value: string | null }

/** Splits an ARG line into its declarations. */
export function parseArgDeclarations(rest: string, escape: string): ArgDeclaration[] {
  return splitWords(rest, escape).map((word) => {
    const equals = word.indexOf('=')
    return equals < 0 ? { name: word, value: null } : { name: word.slice(0, equals), value: word.slice(equals + 1) }
  })
}
