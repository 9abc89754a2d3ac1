import type { DirectoryEntry, Entry } from '../../../context/tree/entry.ts'
import { memoizeEach } from '../../../memo/memoize.ts'

/**
 * Whether the directory modes in the builder's mirror are the modes that a copy gets. They differ if a mode changed and
 * the builder has not compared the directory since.
 */
export function hasCurrentModes(entry: Entry): boolean {
  return entry.kind !== 'directory' || areCurrent(entry)
}

const areCurrent = memoizeEach(
  (directory: DirectoryEntry): boolean =>
    directory.mode === directory.headerMode && directory.children.every(hasCurrentModes),
)
