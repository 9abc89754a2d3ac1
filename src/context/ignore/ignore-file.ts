import { trimSpace } from '../../dockerfile/parser/white-space.ts'
import { cleanPath } from '../../dockerfile/values/container-path.ts'
import type { WalkFilter, WalkVerdict } from '../tree/walk-filter.ts'
import { judgeEachPath, matchingPattern } from './match-each-path.ts'
import {
  compilePatterns,
  decidingPattern,
  matchPatterns,
  type PathMatching,
  type Pattern,
  type PatternBits,
} from './pattern-matcher.ts'

/** A pattern and its line. */
export type IgnoreLine = { readonly line: number; readonly pattern: string }

/** Bytes of a line that Go's scanner takes, comments too. */
const longestLine = 65_535

/**
 * Reads an ignore file into cleaned patterns. A line counts as comment only when `#` is its first character.
 * Throws IgnoreFileError. Source: moby/patternmatcher/ignorefile.
 */
export function readIgnoreFile(text: string): IgnoreLine[] {
  const lines: IgnoreLine[] = []
  text.split('\n').forEach((raw, index) => {
    if (Buffer.byteLength(raw) > longestLine) throw new IgnoreFileError('bufio.Scanner: token too long', index + 1)
    const unreturned = raw.endsWith('\r') ? raw.slice(0, -1) : raw
    const bare = index === 0 ? unreturned.replace(/^\uFEFF/, '') : unreturned
    if (bare.startsWith('#')) return
    let pattern = trimSpace(bare)
    if (pattern === '') return
    const exception = pattern.startsWith('!')
    if (exception) pattern = trimSpace(pattern.slice(1))
    if (pattern !== '') {
      pattern = cleanPath(pattern)
      if (pattern.length > 1 && pattern.startsWith('/')) pattern = pattern.slice(1)
    }
    lines.push({ line: index + 1, pattern: exception ? `!${pattern}` : pattern })
  })
  return lines
}

/** The rules of one ignore file, ready to judge a walk. */
export type IgnoreRules = WalkFilter<PatternBits | null> & {
  readonly patterns: readonly Pattern[]
  /** The line that decided about an ignored path, or null when the path is not ignored. */
  explain(path: string): IgnoreLine | null
  /**
   * The line that decides about a path: the line that ignores it, or the exception that includes it again; null: none.
   */
  deciding(path: string): DecidingLine | null
}

export type DecidingLine = { readonly ignored: boolean; readonly origin: IgnoreLine }

/** Compiles an ignore file. Throws BadPatternError or IllegalExclusionError: both stop a build before any step. */
export function compileIgnoreRules(text: string, matching: PathMatching = 'inherited'): IgnoreRules {
  const lines = readIgnoreFile(text)
  const patterns: Pattern[] = []
  const origins: IgnoreLine[] = []
  for (const line of lines) {
    for (const pattern of locatedCompile(line, matching)) {
      patterns.push(pattern)
      origins.push(line)
    }
  }
  return matching === 'each' ? rulesOfEachPath(patterns, origins) : inheritedRules(patterns, origins)
}

function inheritedRules(patterns: readonly Pattern[], origins: readonly IgnoreLine[]): IgnoreRules {
  const exceptions = patterns
    .filter((pattern) => pattern.exception)
    .map((pattern) => withoutTrailingGlobs(pattern.text))
  // A subtree of an ignored directory can be skipped only if no exception has a wildcard.
  const prunable = exceptions.every((text) => !/[*[\]?^\\]/.test(text))

  const judge = (state: PatternBits | null, path: string, isDirectory: boolean): WalkVerdict<PatternBits | null> => {
    if (patterns.length === 0) return { included: true, descend: true, state: null }
    const result = matchPatterns(patterns, path, state)
    const descend =
      isDirectory && (!result.matched || !prunable || exceptions.some((text) => `${text}/`.startsWith(`${path}/`)))
    return { included: !result.matched, descend, state: result.bits }
  }

  const deciding = (path: string): DecidingLine | null => {
    let state: PatternBits | null = null
    let result = null
    for (let slash = path.indexOf('/'); ; slash = path.indexOf('/', slash + 1)) {
      const head = slash < 0 ? path : path.slice(0, slash)
      result = matchPatterns(patterns, head, state)
      state = result.bits
      if (slash < 0) break
      if (result.matched && !judge(state, head, true).descend) break
    }
    const origin = origins[decidingPattern(patterns, result)]
    return origin === undefined ? null : { ignored: result.matched, origin }
  }

  return { root: null, judge, patterns, deciding, explain: (path) => ignoringLine(deciding(path)) }
}

const ignoringLine = (line: DecidingLine | null): IgnoreLine | null => (line?.ignored === true ? line.origin : null)

function rulesOfEachPath(patterns: readonly Pattern[], origins: readonly IgnoreLine[]): IgnoreRules {
  const judge = (_: PatternBits | null, path: string, isDirectory: boolean) =>
    judgeEachPath(patterns, path, isDirectory)
  const deciding = (path: string): DecidingLine | null => {
    const names = path.split('/')
    const heads = names.map((_, index) => names.slice(0, index + 1).join('/'))
    const stop = heads.find((head) => !judge(null, head, head !== path).included)
    const index = matchingPattern(patterns, stop ?? path)
    const origin = origins[index]
    // An ignored directory is sent where an exception leads through it: no line takes it back in.
    if (origin === undefined || (stop === undefined && !patterns[index]!.exception)) return null
    return { ignored: stop !== undefined, origin }
  }
  return { root: null, judge, patterns, deciding, explain: (path) => ignoringLine(deciding(path)) }
}

/** An ignore pattern that a builder rejects, and its line. */
export class IgnoreFileError extends Error {
  readonly line: number

  constructor(message: string, line: number) {
    super(message)
    this.name = 'IgnoreFileError'
    this.line = line
  }
}

function locatedCompile(line: IgnoreLine, matching: PathMatching): Pattern[] {
  try {
    const compiled = compilePatterns([line.pattern], matching)
    // Forces the compilation, so that a pattern only Go's regexp would reject is found now, with its line.
    for (const pattern of compiled) pattern.matches('')
    return compiled
  } catch (error) {
    throw new IgnoreFileError((error as Error).message, line.line)
  }
}

function withoutTrailingGlobs(pattern: string): string {
  const shorter = pattern.endsWith('/**') ? pattern.slice(0, -3) : pattern
  return shorter.endsWith('/*') ? shorter.slice(0, -2) : shorter
}
