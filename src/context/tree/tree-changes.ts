import { childOf, type DirectoryEntry, type Entry } from './entry.ts'

/** A path at which two snapshots differ. A side is undefined if the path does not exist there. */
export type TreeChange = {
  readonly path: string
  readonly before: Entry | undefined
  readonly after: Entry | undefined
}

/**
 * The differences between two snapshots of one tree. Files, links and empty directories are listed themselves; a
 * directory with content is listed by its content. Equal parts are shared, so the cost grows with the differences.
 */
export function treeChanges(before: DirectoryEntry, after: DirectoryEntry): TreeChange[] {
  const changes: TreeChange[] = []
  compare('', before, after, changes)
  return changes
}

function compare(prefix: string, before: DirectoryEntry, after: DirectoryEntry, changes: TreeChange[]): void {
  if (before === after) return
  if (prefix !== '' && before.mode !== after.mode) changes.push({ path: prefix, before, after })
  for (const child of after.children) {
    const old = childOf(before, child.name)
    if (old !== child) compareEntries(join(prefix, child.name), old, child, changes)
  }
  for (const child of before.children) {
    if (childOf(after, child.name) === undefined) compareEntries(join(prefix, child.name), child, undefined, changes)
  }
}

function compareEntries(
  path: string,
  before: Entry | undefined,
  after: Entry | undefined,
  changes: TreeChange[],
): void {
  if (before?.kind === 'directory' && after?.kind === 'directory') return compare(path, before, after, changes)
  // The file was hashed again, but not saved.
  if (before !== undefined && after !== undefined && equalByValue(before, after)) return
  const [old, now] = [leavesOf(path, before), leavesOf(path, after)]
  for (const [leaf, entry] of now) if (leaf !== path) changes.push({ path: leaf, before: undefined, after: entry })
  for (const [leaf, entry] of old) if (leaf !== path) changes.push({ path: leaf, before: entry, after: undefined })
  if (old.has(path) || now.has(path)) changes.push({ path, before, after })
}

/** The paths that stand for an entry: the entry itself, or its content if it is a directory with content. */
function leavesOf(path: string, entry: Entry | undefined, leaves = new Map<string, Entry>()): Map<string, Entry> {
  if (entry === undefined) return leaves
  if (entry.kind !== 'directory' || entry.children.length === 0) leaves.set(path, entry)
  else for (const child of entry.children) leavesOf(join(path, child.name), child, leaves)
  return leaves
}

function equalByValue(a: Entry, b: Entry): boolean {
  if (a.kind === 'directory' || b.kind === 'directory') return false
  if (a.kind !== 'file' || b.kind !== 'file') return haveEqualFields(a, b)
  // The same to the last nanosecond, and not read again: git's index trusts as much.
  if (a.contentDigest === null || b.contentDigest === null)
    return haveEqualFields({ ...a, contentDigest: null }, { ...b, contentDigest: null })
  // `racy` says how long a digest may be trusted, not what the file is.
  return haveEqualFields({ ...a, racy: undefined }, { ...b, racy: undefined })
}

function haveEqualFields(a: object, b: object): boolean {
  const fields = new Set([...Object.keys(a), ...Object.keys(b)]) as Set<keyof object>
  return [...fields].every((field) => a[field] === b[field])
}

const join = (directory: string, name: string): string => (directory === '' ? name : `${directory}/${name}`)
