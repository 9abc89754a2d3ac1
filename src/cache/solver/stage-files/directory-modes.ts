import type { DirectoryEntry, Entry } from '../../../context/tree/entry.ts'

/**
 * Whether the directory modes in the builder's mirror are those that a copy gets. They differ where a mode changed and
 * the builder did not look again.
 */
export function hasCurrentModes(entry: Entry): boolean {
  if (entry.kind !== 'directory') return true
  let fresh = memo.get(entry)
  if (fresh === undefined) {
    fresh = entry.mode === entry.headerMode && entry.children.every(hasCurrentModes)
    memo.set(entry, fresh)
  }
  return fresh
}

const memo = new WeakMap<DirectoryEntry, boolean>()
