import { DockerfileError } from './dockerfile-error.ts'

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
export const anchoredPattern = (pattern: string, greedy: boolean): RegExp =>
  new RegExp(`^${patternSource(pattern, greedy)}`, 'u')

/** Matches anywhere, longest first. */
export const loosePattern = (pattern: string): RegExp => new RegExp(patternSource(pattern, true), 'u')

export const reverseText = (text: string): string => [...text].reverse().join('')

/** The pattern that matches reversed text: escapes stay in front of what they escape. */
export function reversedPattern(pattern: string): string {
  const pieces: string[] = []
  const characters = [...pattern]
  for (let i = 0; i < characters.length; i++) {
    const escapes = characters[i] === '\\' && i + 1 < characters.length
    pieces.push(escapes ? characters[i]! + characters[++i]! : characters[i]!)
  }
  return pieces.reverse().join('')
}
