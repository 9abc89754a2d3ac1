import { RE2JS } from 're2js'
import { DockerfileError } from '../problems/dockerfile-error.ts'
import { rejectLongValue } from './expansion-limits.ts'

// Patterns of ${N#p} ${N%p} ${N/p/r}: `*`, `?` and `\x` only; brackets are literal (shell/lex.go:
// convertShellPatternToRegex).

const literalMeta = /[[\]{}.+()|^$/]/

function patternSource(pattern: string, greedy: boolean): string {
  let source = ''
  const characters = [...pattern]
  for (let i = 0; i < characters.length; i++) {
    let character = characters[i]!
    if (character === '*') {
      source += greedy ? '.*' : '.*?'
      continue
    }
    if (character === '?') {
      source += '.'
      continue
    }
    if (character === '\\') {
      const escaped = characters[i + 1]
      if (escaped === '}' || escaped === '/') continue
      i++
      if (escaped === undefined || !'*?\\'.includes(escaped)) {
        throw new DockerfileError(`invalid escape '\\${escaped ?? ''}' in pattern "${pattern}"`)
      }
      source += `\\${escaped}`
      continue
    }
    if (literalMeta.test(character)) character = `\\${character}`
    source += character
  }
  return source
}

/** Matches at the start only; `*` takes as little as possible unless greedy. */
const anchoredPattern = (pattern: string, greedy: boolean): RE2JS => RE2JS.compile(`^${patternSource(pattern, greedy)}`)

/** Matches anywhere, longest first. */
const lenientPattern = (pattern: string): RE2JS => RE2JS.compile(patternSource(pattern, true))

const reverseText = (text: string): string => [...text].reverse().join('')

/** The pattern that matches the reversed text. An escape stays in front of the escaped character. */
function reversedPattern(pattern: string): string {
  const pieces: string[] = []
  const characters = [...pattern]
  for (let i = 0; i < characters.length; i++) {
    const escapes = characters[i] === '\\' && i + 1 < characters.length
    pieces.push(escapes ? characters[i]! + characters[++i]! : characters[i]!)
  }
  return pieces.reverse().join('')
}

type Greediness = { readonly greedy: boolean }

/** `${N#p}` and, greedy, `${N##p}`. */
export function trimPrefix(value: string, pattern: string, { greedy }: Greediness): string {
  const match = anchoredPattern(pattern, greedy).matcher(value)
  return match.find() ? value.slice(match.end()) : value
}

/** `${N%p}` and, greedy, `${N%%p}`. */
export const trimSuffix = (value: string, pattern: string, greediness: Greediness): string =>
  reverseText(trimPrefix(reverseText(value), reversedPattern(pattern), greediness))

/** `${N/p/r}`. */
export function replaceFirstMatch(value: string, pattern: string, replacement: string): string {
  const match = lenientPattern(pattern).matcher(value)
  return match.find() ? value.slice(0, match.start()) + replacement + value.slice(match.end()) : value
}

/**
 * `${N//p/r}`: the replacement is a Go regexp template there, so $name of a group that does not exist is empty. An
 * empty match right behind another match does not count. Throws LimitError where the result is longer than `longest`.
 * Source: Go 1.24 src/regexp/regexp.go: replaceAll.
 */
export function replaceAllMatches(value: string, pattern: string, replacement: string, longest: number): string {
  const template = replacement.replace(/\$(\$|\{\w*\}|\w+)/g, (_, group: string) => (group === '$' ? '$' : ''))
  const match = lenientPattern(pattern).matcher(value)
  let replaced = ''
  let kept = 0
  let from = 0
  while (from <= value.length && match.find(from)) {
    const [start, end] = [match.start(), match.end()]
    replaced += value.slice(kept, start)
    if (end > kept || start === 0) replaced += template
    rejectLongValue(replaced.length, longest)
    kept = end
    from = end > from ? end : from + String.fromCodePoint(value.codePointAt(from) ?? 0).length
  }
  return replaced + value.slice(kept)
}
