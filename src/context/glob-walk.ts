import { childOf, type DirectoryEntry, type Entry } from './entry.ts'
import { GlobMatcher, hasWildcard } from './glob.ts'

/** `path` as the pattern spells it, which differs from the real one where a link leads to the first directory. */
export type GlobMatch = { readonly path: string; readonly entry: Entry; readonly names: readonly string[] }

/** Splits a pattern before its first component with a wildcard. */
export function splitPattern(pattern: string): { readonly literal: string; readonly rest: readonly string[] } {
  const parts = pattern.split('/')
  const first = parts.findIndex(hasWildcard)
  return first < 0
    ? { literal: pattern, rest: [] }
    : { literal: parts.slice(0, first).join('/'), rest: parts.slice(first) }
}

/**
 * The outermost entries below `start` that a pattern of Go's path.Match fits, in path order; `literal` is the pattern's
 * part that led to `start`. `names` leads from `start` to the entry. Throws BadPatternError where matching gets to it.
 */
export function* matchBelow(
  start: DirectoryEntry,
  pattern: string,
  { literal, rest }: ReturnType<typeof splitPattern>,
): Generator<GlobMatch> {
  const matcher = new GlobMatcher(pattern)
  // A class can stand for `/` in Go's matcher; every other pattern matches component by component.
  const parts = rest.some((part) => /[[\\]/.test(part)) ? null : rest
  function* walk(directory: DirectoryEntry, prefix: string, names: readonly string[]): Generator<GlobMatch> {
    for (const entry of candidates(directory, parts?.[names.length])) {
      const path = prefix === '' ? entry.name : `${prefix}/${entry.name}`
      const here = [...names, entry.name]
      if (matcher.match(path)) yield { path, entry, names: here }
      else if (entry.kind === 'directory' && (parts === null || here.length < parts.length))
        yield* walk(entry, path, here)
    }
  }
  yield* walk(start, literal, [])
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
