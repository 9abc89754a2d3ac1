import { type DirectoryEntry, type Entry, findChild } from './entry.ts'

/**
 * The tree with entries replaced at their paths (relative, `/`-separated); each directory on the way is made anew once.
 * Paths that are not in the tree are left out. Fastest where entries of one directory follow each other.
 */
export function withEntries(root: DirectoryEntry, entries: ReadonlyMap<string, Entry>): DirectoryEntry {
  if (entries.size === 0) return root
  const changes: Changes = { entries: [], below: new Map() }
  let directory = ''
  let within = changes
  for (const [path, entry] of entries) {
    const slash = path.lastIndexOf('/')
    if (slash < 0) {
      changes.entries.push(entry)
      continue
    }
    if (slash !== directory.length || !path.startsWith(directory)) {
      directory = path.slice(0, slash)
      within = changesIn(changes, directory)
    }
    within.entries.push(entry)
  }
  return applied(root, changes)
}

/** What changes in one directory: entries in it, and directories in which something changes. */
type Changes = { readonly entries: Entry[]; readonly below: Map<string, Changes> }

function changesIn(root: Changes, path: string): Changes {
  let changes = root
  for (const name of path.split('/')) {
    const inner = changes.below.get(name) ?? { entries: [], below: new Map() }
    changes.below.set(name, inner)
    changes = inner
  }
  return changes
}

function applied(directory: DirectoryEntry, { entries, below }: Changes): DirectoryEntry {
  const children = directory.children.slice()
  for (const entry of entries) {
    const index = findChild(children, entry.name)
    if (index >= 0) children[index] = entry
  }
  for (const [name, changes] of below) {
    const index = findChild(children, name)
    const child = children[index]
    if (child?.kind === 'directory') children[index] = applied(child, changes)
  }
  return { ...directory, children }
}
