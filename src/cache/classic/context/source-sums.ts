import { BadPatternError, GlobMatcher, hasWildcard } from '../../../context/ignore/glob.ts'
import { digestOf } from '../../../context/tree/digest.ts'
import { childOf, type DirectoryEntry, type Entry } from '../../../context/tree/entry.ts'
import { resolvePath } from '../../../context/tree/resolve-path.ts'
import { cleanPath, rootRelative } from '../../../dockerfile/values/container-path.ts'
import { ContextSums, type MaybeSum } from './context-sums.ts'

/** The content that COPY or ADD takes from a context. */
export type SourceContent =
  /** `names` are the real paths that the sum is made over. */
  | { readonly kind: 'sum'; readonly sum: string; readonly names: readonly string[] }
  | { readonly kind: 'unhashed' }
  /** A build stops here, with the reason. */
  | { readonly kind: 'error'; readonly message: string }

/**
 * The content part of a COPY's or ADD's cache key: one sum per file or directory, in the order of the sources and, for
 * a wildcard, of the walk. Source: moby builder/dockerfile/copy.go: getCopyInfosForSourcePaths.
 */
export function sumSources(
  root: DirectoryEntry,
  sources: readonly string[],
  { command, destination }: { readonly command: string; readonly destination: string },
): SourceContent {
  const taken: { readonly sum: MaybeSum; readonly name: string }[] = []
  const context = new ContextSums(root)
  for (const path of sources.flatMap((source) => pathsOf(root, source))) {
    const place = findSource(root, path)
    if (typeof place === 'string') return { kind: 'error', message: `${command} failed: ${place}` }
    taken.push({ sum: sumPlace(context, place), name: place.path })
  }
  if (taken.length === 0) return { kind: 'error', message: `${command} failed: no source files were specified` }
  if (taken.length > 1 && !destination.endsWith('/')) return { kind: 'error', message: severalSources(command) }
  const sums = taken.map(({ sum }) => sum)
  const names = taken.map(({ name }) => name)
  if (sums.includes(null)) return { kind: 'unhashed' }
  return { kind: 'sum', sum: sums.length === 1 ? sums[0]! : digestOf('multi', sums), names }
}

/** The builder's message for several sources and a destination that does not end with `/`. */
export const severalSources = (command: string): string =>
  `when using ${command} with more than one source file, the destination must be a directory and end with a /`

/** Drops the prefixes that the builder drops before it looks for wildcards. The rest of the path stays as written. */
const trimSource = (source: string): string => source.replace(/^\//, '').replace(/^\.\//, '')

/** The paths that one source selects, in walk order. A pattern that Go rejects matches nothing, without an error. */
export function pathsOf(root: DirectoryEntry, source: string): readonly string[] {
  const trimmed = trimSource(source)
  return hasWildcard(trimmed) ? [...matchingPaths(root, trimmed)] : [trimmed]
}

type FoundSource = { readonly path: string; readonly entry: Entry }

/** Finds the entry of a source; returns the builder's message if there is none. */
function findSource(root: DirectoryEntry, path: string): FoundSource | string {
  const resolved = leavesContext(path) ? null : resolvePath(root, rootRelative(path), { finalLink: true })
  if (resolved === null) return forbiddenPath(path)
  if (resolved.entry !== undefined) return { path: resolved.path, entry: resolved.entry }
  return `file not found in build context or excluded by .dockerignore: stat ${path}: file does not exist`
}

const forbiddenPath = (path: string): string => `forbidden path outside the build context: ${path}`

/** Unlike BuildKit's, this builder does not stop `..` at the root. Links are kept inside, though. */
const leavesContext = (path: string): boolean => /^\.\.(?:\/|$)/.test(cleanPath(path))

/** Why a path cannot be taken of any image either; null: it may be there. */
export const badImagePath = (source: string): string | null =>
  hasWildcard(trimSource(source)) || !leavesContext(trimSource(source)) ? null : forbiddenPath(source)

function sumPlace(context: ContextSums, { path, entry }: FoundSource): MaybeSum {
  if (entry.kind === 'directory') return context.treeSum(path, entry)
  const sum = context.sumOf(path) ?? null
  return sum === null ? null : digestOf('single', sum)
}

function* matchingPaths(root: DirectoryEntry, pattern: string): Generator<string> {
  const matcher = new GlobMatcher(pattern)
  // A class can stand for `/` in Go's matcher; every other pattern matches component by component.
  const parts = /[[\\]/.test(pattern) ? null : pattern.split('/')
  function* walk(directory: DirectoryEntry, prefix: string, depth: number): Generator<string> {
    for (const entry of candidates(directory, parts?.[depth])) {
      const path = prefix === '' ? entry.name : `${prefix}/${entry.name}`
      if (matches(matcher, path)) yield path
      if (entry.kind === 'directory' && (parts === null || depth + 1 < parts.length))
        yield* walk(entry, path, depth + 1)
    }
  }
  yield* walk(root, '', 0)
}

/** Children that the pattern's component can fit; undefined: any child may. */
function candidates(directory: DirectoryEntry, part: string | undefined): readonly Entry[] {
  if (part === undefined || hasWildcard(part)) return directory.children
  const child = childOf(directory, part)
  return child === undefined ? [] : [child]
}

function matches(matcher: GlobMatcher, path: string): boolean {
  try {
    return matcher.match(path)
  } catch (error) {
    if (error instanceof BadPatternError) return false
    throw error
  }
}
