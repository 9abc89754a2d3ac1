import { hash } from 'node:crypto'
import { type DirectoryEntry, type Entry, entryAt, withEntry } from '../../context/tree/entry.ts'

/**
 * The tree as if the contents at a path had been edited: every file and link there, or one new file where nothing is.
 * `path` is relative and clean; `''` is the root.
 */
export function changedAt(tree: DirectoryEntry, path: string): DirectoryEntry {
  const entry = entryAt(tree, path)
  if (path === '') return changed(tree) as DirectoryEntry
  return withEntry(tree, path, entry === undefined ? newFile(path) : changed(entry))
}

function changed(entry: Entry): Entry {
  switch (entry.kind) {
    case 'file':
      return { ...entry, ...later(entry), size: entry.size + 1, contentDigest: another(entry.contentDigest ?? '') }
    case 'symlink':
      return { ...entry, ...later(entry), target: `${entry.target}.changed` }
    case 'special':
      return { ...entry, ...later(entry), device: entry.device + 1 }
    case 'directory':
      return { ...entry, children: entry.children.map(changed) }
  }
}

const later = ({ mtimeSec }: { readonly mtimeSec: number }) => ({ mtimeSec: mtimeSec + 1 })

const another = (digest: string): string => hash('sha256', `changed ${digest}`, 'hex').slice(0, 32)

const newFile = (path: string): Entry => ({
  kind: 'file',
  name: path.slice(path.lastIndexOf('/') + 1),
  mode: 0o644,
  size: 1,
  contentDigest: another(path),
  mtimeSec: 1,
  mtimeNsec: 0,
  ctimeSec: 1,
  ctimeNsec: 0,
  ino: 0,
})
