import { trimSpace } from '../../dockerfile/parser/white-space.ts'
import { cleanPath } from '../../dockerfile/values/container-path.ts'
import { compileFileutilsMatcher } from './fileutils-matcher.ts'
import { endsOfOneStar, isBetween, matchGlob } from './glob.ts'
import { compileGoExpression } from './go-expression.ts'

/**
 * Patterns of `.dockerignore`, `--exclude` and requested paths, matched as by moby/patternmatcher. It has its own glob
 * language (`**`) and remembers the matched patterns of every path, which its children inherit.
 */
export type Pattern = {
  /** Cleaned, without the `!`. */
  readonly text: string
  /** Written with `!`: takes paths back in. */
  readonly exception: boolean
  readonly matches: (path: string) => boolean
}

/** One result per pattern for a path, to be handed to its children. */
export type PatternBits = readonly boolean[]

export type PatternResult = { readonly matched: boolean; readonly bits: PatternBits }

/**
 * The rule by which patterns decide about paths. `inherited`: children inherit the matches of their parents
 * (moby/patternmatcher). `each`: each path is matched by itself and by the first components of its directory (moby's
 * pkg/fileutils, Docker 20.10).
 */
export type PathMatching = 'inherited' | 'each'

/**
 * Compiles patterns in order. Throws BadPatternError (or Error for a lone `!`), as the builder does before any step.
 */
export function compilePatterns(texts: readonly string[], matching: PathMatching = 'inherited'): Pattern[] {
  const compile = matching === 'each' ? compileFileutilsMatcher : compileMatcher
  const patterns: Pattern[] = []
  for (const text of texts) {
    const trimmed = trimSpace(text)
    if (trimmed === '') continue
    let cleaned = cleanPath(trimmed)
    const exception = cleaned.startsWith('!')
    if (exception) {
      if (cleaned.length === 1) throw new IllegalExclusionError()
      cleaned = cleaned.slice(1)
    }
    // Syntax is checked with the plain matcher; the pattern itself is compiled when it is first needed.
    matchGlob(cleaned, '.')
    patterns.push({ text: cleaned, exception, matches: lazily(() => compile(cleaned)) })
  }
  return patterns
}

/** The error for a lone `!` in an ignore file; the message is moby's. */
export class IllegalExclusionError extends Error {
  constructor() {
    super('illegal exclusion pattern: "!"')
    this.name = 'IllegalExclusionError'
  }
}

/**
 * Matches one path given its parent directory's bits (null at the top).
 * An exception is only tried while the path is matched, a plain pattern only while it is not; so the last applicable
 * pattern wins and a skipped pattern's bit stays false for everything below.
 * Source: patternmatcher.go: MatchesUsingParentResults.
 */
export function matchPatterns(patterns: readonly Pattern[], path: string, parent: PatternBits | null): PatternResult {
  let matched = false
  const bits: boolean[] = []
  for (let i = 0; i < patterns.length; i++) {
    const pattern = patterns[i]!
    let hit = parent?.[i] ?? false
    if (!hit && pattern.exception === matched)
      hit = pattern.matches(path) || (parent === null && matchesAncestor(pattern, path))
    bits.push(hit)
    if (hit) matched = !pattern.exception
  }
  return { matched, bits }
}

function matchesAncestor(pattern: Pattern, path: string): boolean {
  for (let slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
    if (pattern.matches(path.slice(0, slash))) return true
  }
  return false
}

/** Index of the pattern that decided about a path whose bits are given; -1: none matched. */
export function decidingPattern(patterns: readonly Pattern[], { bits }: PatternResult): number {
  let deciding = -1
  let matched = false
  for (let i = 0; i < patterns.length; i++) {
    if (bits[i] && matched === patterns[i]!.exception) {
      matched = !patterns[i]!.exception
      deciding = i
    }
  }
  return deciding
}

function lazily(compile: () => (path: string) => boolean): (path: string) => boolean {
  let matcher: ((path: string) => boolean) | null = null
  return (path) => {
    matcher ??= compile()
    return matcher(path)
  }
}

/** Source: patternmatcher.go: Pattern.compile. */
function compileMatcher(pattern: string): (path: string) => boolean {
  const ends = endsOfOneStar(pattern)
  if (ends !== null) return (path) => isBetween(path, ends)
  let source = ''
  let type: 'exact' | 'prefix' | 'suffix' | 'regexp' = 'exact'
  const characters = [...pattern]
  let at = 0
  for (let round = 0; at < characters.length; round++) {
    const character = characters[at++]!
    if (character === '*' && characters[at] === '*') {
      at++
      if (characters[at] === '/') at++
      if (at < characters.length) {
        source += '(.*/)?'
        type = 'regexp'
      } else if (type === 'exact') type = 'prefix'
      else {
        source += '.*'
        type = 'regexp'
      }
      if (round === 0) type = 'suffix'
    } else if (character === '*') {
      source += '[^/]*'
      type = 'regexp'
    } else if (character === '?') {
      source += '[^/]'
      type = 'regexp'
    } else if ('.+()|{}$'.includes(character)) source += `\\${character}`
    else if (character === '\\') {
      if (at < characters.length) {
        source += `\\${characters[at++]}`
        type = 'regexp'
      } else source += '\\'
    } else {
      source += character
      if (character === '[' || character === ']') type = 'regexp'
    }
  }
  if (type === 'exact') return (path) => path === pattern
  if (type === 'prefix') {
    const prefix = pattern.slice(0, -2)
    return (path) => path.startsWith(prefix)
  }
  if (type === 'suffix') {
    const suffix = pattern.slice(2)
    return (path) => path.endsWith(suffix) || (suffix.startsWith('/') && path === suffix.slice(1))
  }
  return compileGoExpression(`^${source}$`, pattern)
}
