import { type DirectoryEntry, type Entry, findChild, findNextChild } from './entry.ts'

/**
 * The tree with entries replaced at their paths (relative, `/`-separated). Each directory on the way is copied once.
 * Paths outside the tree are ignored. Fastest if entries of one directory follow each other.
 */
export function withEntries(
  root: DirectoryEntry,
  entries: Iterable<readonly [path: string, entry: Entry]>,
): DirectoryEntry {
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
  return isEmpty(changes) ? root : applied(root, changes)
}

/** The changes in one directory: replaced entries, and changed directories. */
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

const isEmpty = ({ entries, below }: Changes): boolean => entries.length === 0 && below.size === 0

function applied(directory: DirectoryEntry, { entries, below }: Changes): DirectoryEntry {
  const children = directory.children.slice()
  let next = 0
  for (const entry of entries) {
    const index = findNextChild(children, entry.name, next)
    if (index < 0) continue
    children[index] = entry
    next = index + 1
  }
  for (const [name, changes] of below) {
    const index = findChild(children, name)
    const child = children[index]
    if (child?.kind === 'directory') children[index] = applied(child, changes)
  }
  return { ...directory, children }
}
