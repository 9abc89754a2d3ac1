import type { DirectoryEntry, Entry } from '../../../context/tree/entry.ts'

/**
 * Whether the directory modes in the builder's mirror are the modes that a copy gets. They differ if a mode changed and
 * the builder has not compared the directory since.
 */
export function hasCurrentModes(entry: Entry): boolean {
  if (entry.kind !== 'directory') return true
  let current = memo.get(entry)
  if (current === undefined) {
    current = entry.mode === entry.headerMode && entry.children.every(hasCurrentModes)
    memo.set(entry, current)
  }
  return current
}

const memo = new WeakMap<DirectoryEntry, boolean>()
