import { baseName } from '../../dockerfile/values/container-path.ts'
import type { FileEntry, SymlinkEntry } from '../tree/entry.ts'
import { recordOf } from '../tree/tree-digest.ts'
import type { ContentDifference } from './diff-selection.ts'
import type { FileChange } from './file-change.ts'

/**
 * Takes removed files and added ones of the same content and mode for renamed, and links of the same target. One with
 * the same base name goes first. Empty files are all alike, so they need the same base name.
 */
export function pairRenames(differences: readonly ContentDifference[]): {
  readonly renamed: readonly FileChange[]
  readonly rest: readonly ContentDifference[]
} {
  const renamed: FileChange[] = []
  const used = new Set<ContentDifference>()
  const pairBy = (keyOf: (path: string, entry: ContentDifference['after']) => string | null): void => {
    const removed = new Map<string, ContentDifference[]>()
    // From the end, so that the first in path order is taken first.
    for (const difference of differences.toReversed()) {
      if (difference.after !== undefined || used.has(difference)) continue
      const key = keyOf(difference.path, difference.before)
      if (key !== null)
        removed
          .set(key, removed.get(key) ?? [])
          .get(key)!
          .push(difference)
    }
    for (const added of differences) {
      if (added.before !== undefined || used.has(added)) continue
      const key = keyOf(added.path, added.after)
      const from = key === null ? undefined : removed.get(key)?.pop()
      if (from === undefined) continue
      renamed.push({ path: added.path, change: 'renamed', from: from.path })
      used.add(added).add(from)
    }
  }
  pairBy((path, entry) => (isNamed(entry) ? keyWith(baseName(path), entry) : null))
  pairBy((_, entry) => (isNamed(entry) && (entry.kind === 'symlink' || entry.size > 0) ? keyWith('', entry) : null))
  return { renamed, rest: differences.filter((difference) => !used.has(difference)) }
}

const isNamed = (entry: ContentDifference['after']): entry is FileEntry | SymlinkEntry =>
  entry?.kind === 'file' || entry?.kind === 'symlink'

function keyWith(name: string, entry: FileEntry | SymlinkEntry): string | null {
  const record = recordOf(entry)
  return record === null ? null : `${name}/${record}`
}
