import { KeyedMemo } from '../../memo/memoize.ts'
import { childOf, type DirectoryEntry, type Entry } from '../tree/entry.ts'
import { GlobMatcher, hasWildcard } from './glob.ts'

/** `path` is relative to the directory where the wildcards begin. */
export type GlobMatch = { readonly path: string; readonly entry: Entry }

/** Splits a pattern before its first component with a wildcard. */
export function splitPattern(pattern: string): { readonly literal: string; readonly rest: readonly string[] } {
  const parts = pattern.split('/')
  const first = parts.findIndex(hasWildcard)
  return first < 0
    ? { literal: pattern, rest: [] }
    : { literal: parts.slice(0, first).join('/'), rest: parts.slice(first) }
}

/**
 * The outermost entries below `start` that match a pattern of Go's path.Match, in path order. `split` is the pattern,
 * cut at `start`. Throws BadPatternError if matching reaches the malformed part.
 */
export function matchBelow(
  start: DirectoryEntry,
  pattern: string,
  { literal, rest }: ReturnType<typeof splitPattern>,
): readonly GlobMatch[] {
  // In Go's matcher a class can match `/`; every other pattern matches component by component.
  const parts = rest.some((part) => /[[\\]/.test(part)) ? null : rest
  const prefix = literal === '' ? '' : `${literal}/`
  return matchInside({ pattern, prefix, parts, matcher: new GlobMatcher(pattern) }, start, '', 0)
}

type Search = {
  readonly pattern: string
  readonly prefix: string
  readonly parts: readonly string[] | null
  readonly matcher: GlobMatcher
}

const memo = new KeyedMemo<DirectoryEntry, readonly GlobMatch[]>()

function matchInside(search: Search, directory: DirectoryEntry, at: string, depth: number): readonly GlobMatch[] {
  return memo.get(directory, `${search.pattern}\0${at}`, () => {
    const matches: GlobMatch[] = []
    for (const entry of candidates(directory, search.parts?.[depth])) {
      const path = at === '' ? entry.name : `${at}/${entry.name}`
      const last = search.parts !== null && depth === search.parts.length - 1
      // Patterns are matched component by component, so an entry that matches the last one matches the whole pattern.
      if (search.parts === null ? search.matcher.match(search.prefix + path) : last) matches.push({ path, entry })
      else if (entry.kind === 'directory')
        for (const match of matchInside(search, entry, path, depth + 1)) matches.push(match)
    }
    return matches
  })
}

/** Children that the pattern's component fits; undefined: any child may. */
function candidates(directory: DirectoryEntry, part: string | undefined): readonly Entry[] {
  if (part === undefined) return directory.children
  if (!hasWildcard(part)) {
    const child = childOf(directory, part)
    return child === undefined ? [] : [child]
  }
  const matcher = new GlobMatcher(part)
  return directory.children.filter((child) => matcher.match(child.name))
}
