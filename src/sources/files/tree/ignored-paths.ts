import { constants } from 'node:fs'
import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { IgnoreRules } from '../../../context/ignore/ignore-file.ts'
import { childOf, type DirectoryEntry, type Entry, entryAt, walkEntries } from '../../../context/tree/entry.ts'
import { includeAll } from '../../../context/tree/walk-filter.ts'
import { FailureError } from '../../../diagnostics/failure.ts'
import type { IgnoredPath } from '../../../session/context-report/context-report.ts'
import { statsOrNothing } from './file-stats.ts'
import { listDirectory } from './list-directory.ts'
import { ReaderThreads } from './reader-threads.ts'
import { walkContext } from './walk-context.ts'

export type IgnoredSearch = {
  /** Absolute path of the context. */
  readonly root: string
  /** The context without ignored entries. */
  readonly tree: DirectoryEntry
  readonly rules: IgnoreRules
  /** The ignore file, as shown to people. */
  readonly file: string | null
  /** A directory of `tree` to look in; the whole context where none is given. */
  readonly below?: string
  readonly signal: AbortSignal
}

/** Directories that are listed between two turns of the event loop. */
const listedInOneGo = 50

/**
 * Finds the paths that the ignore file leaves out of a context, each ignored directory as one path with the sum of its
 * content. Links are not followed. A directory that cannot be listed counts as empty. Throws the signal's reason if
 * aborted.
 */
export async function* ignoredPaths(search: IgnoredSearch): AsyncGenerator<IgnoredPath> {
  const { root, tree, rules, file, below = '', signal } = search
  let listed = 0
  for (const [directory, entry] of directoriesOf(tree, below)) {
    if (++listed % listedInOneGo === 0) await nextTurn(undefined, { signal })
    const names = listDirectory(join(root, directory))
    if (typeof names === 'string') continue
    for (const name of names) {
      if (childOf(entry, name) !== undefined) continue
      const path = directory === '' ? name : `${directory}/${name}`
      const found = lookAt(join(root, path))
      if (found === null) continue
      const line = rules.explain(path)
      const rule = line === null || file === null ? null : { file, ...line }
      const { kind, sizeBytes } = found
      const sum = kind === 'directory' ? await sumOf(join(root, path), signal) : { files: 1, sizeBytes }
      yield { path, kind, ...sum, rule }
    }
  }
}

function* directoriesOf(
  tree: DirectoryEntry,
  below: string,
): Generator<readonly [path: string, directory: DirectoryEntry]> {
  const top = entryAt(tree, below)
  if (top?.kind !== 'directory') return
  yield [below, top]
  for (const [path, entry] of walkEntries(top, below)) if (entry.kind === 'directory') yield [path, entry]
}

/** The kind of entry at a path, links not followed; null: it does not exist or cannot be reached. */
export function lookAt(path: string): { readonly kind: Entry['kind']; readonly sizeBytes: number } | null {
  const stats = statsOrNothing(path)
  if (stats === undefined) return null
  const { S_IFDIR, S_IFLNK, S_IFREG } = constants
  if (stats.type === S_IFREG) return { kind: 'file', sizeBytes: stats.size }
  const kind = stats.type === S_IFDIR ? 'directory' : stats.type === S_IFLNK ? 'symlink' : 'special'
  return { kind, sizeBytes: 0 }
}

async function sumOf(
  root: string,
  signal: AbortSignal,
): Promise<{ readonly files: number; readonly sizeBytes: number }> {
  let files = 0
  let sizeBytes = 0
  try {
    const readers = new ReaderThreads()
    const tree = await walkContext({ root, filter: includeAll, memoryOf: () => () => null, readers, signal }, null)
    for (const [, entry] of walkEntries(tree)) {
      if (entry.kind !== 'directory') files++
      if (entry.kind === 'file') sizeBytes += entry.size
    }
  } catch (error) {
    if (!(error instanceof FailureError)) throw error
  }
  return { files, sizeBytes }
}
