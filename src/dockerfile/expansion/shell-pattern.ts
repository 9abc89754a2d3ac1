import { DockerfileError } from '../problems/dockerfile-error.ts'

// Patterns of ${N#p} ${N%p} ${N/p/r}: `*`, `?` and `\x` only; brackets are literal (shell/lex.go: convertShellPatternToRegex).

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
const anchoredPattern = (pattern: string, greedy: boolean): RegExp =>
  new RegExp(`^${patternSource(pattern, greedy)}`, 'u')

/** Matches anywhere, longest first. */
const loosePattern = (pattern: string): RegExp => new RegExp(patternSource(pattern, true), 'u')

const reverseText = (text: string): string => [...text].reverse().join('')

/** The pattern that matches reversed text: escapes stay in front of what they escape. */
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
  const match = anchoredPattern(pattern, greedy).exec(value)
  return match === null ? value : value.slice(match[0].length)
}

/** `${N%p}` and, greedy, `${N%%p}`. */
export const trimSuffix = (value: string, pattern: string, greediness: Greediness): string =>
  reverseText(trimPrefix(reverseText(value), reversedPattern(pattern), greediness))

/** `${N/p/r}`. */
export function replaceFirstMatch(value: string, pattern: string, replacement: string): string {
  const match = loosePattern(pattern).exec(value)
  if (match === null) return value
  return value.slice(0, match.index) + replacement + value.slice(match.index + match[0].length)
}

/** `${N//p/r}`: the replacement is a Go regexp template there, so $name of a group that does not exist is empty. */
export function replaceAllMatches(value: string, pattern: string, replacement: string): string {
  const template = replacement.replace(/\$(\$|\{\w*\}|\w+)/g, (_, group: string) => (group === '$' ? '$' : ''))
  return value.replace(new RegExp(loosePattern(pattern).source, 'gu'), () => template)
}
