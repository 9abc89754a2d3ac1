import type { WalkVerdict } from '../tree/walk-filter.ts'
import type { Pattern } from './pattern-matcher.ts'

/**
 * Index of the pattern that decides about a path; -1: none. It is the last one that matches the path, or the first
 * components of its directory, as many as the pattern has.
 * Source: moby pkg/fileutils/fileutils.go: PatternMatcher.Matches.
 */
export function matchingPattern(patterns: readonly Pattern[], path: string): number {
  const parents = path.split('/').slice(0, -1)
  return patterns.findLastIndex((pattern) => {
    if (pattern.matches(path)) return true
    const depth = pattern.text.split('/').length
    return depth <= parents.length && pattern.matches(parents.slice(0, depth).join('/'))
  })
}

/**
 * Judges a path as the client of Docker 20.10 does. An ignored directory is sent and entered if an exception names it
 * or if the text of an exception leads through it, whatever the directory contains.
 * Source: tonistiigi/fsutil walker.go of 2020: Walk.
 */
export function judgeEachPath(patterns: readonly Pattern[], path: string, isDirectory: boolean): WalkVerdict<null> {
  const ignored = patterns[matchingPattern(patterns, path)]?.exception === false
  const passes =
    !ignored || (isDirectory && patterns.some(({ exception, text }) => exception && `${text}/`.startsWith(`${path}/`)))
  return { included: passes, descend: passes && isDirectory, state: null }
}
