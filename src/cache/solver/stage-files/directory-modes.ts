import type { DirectoryEntry, Entry } from '../../../context/tree/entry.ts'

/**
 * Whether the modes by which the builder's mirror counts directories are those that a copy of them gets. Where a
 * directory's mode changed unseen, checksum and copy tell different stories.
 */
export function hasFreshHeaders(entry: Entry): boolean {
  if (entry.kind !== 'directory') return true
  let fresh = memo.get(entry)
  if (fresh === undefined) {
    fresh = entry.mode === entry.headerMode && entry.children.every(hasFreshHeaders)
    memo.set(entry, fresh)
  }
  return fresh
}

const memo = new WeakMap<DirectoryEntry, boolean>()
