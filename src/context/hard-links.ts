import type { DirectoryEntry } from './entry.ts'

/**
 * Hard links as a client sends them: every further name of an inode is sent as a link to the first one that is sent.
 * Answers that first path for each further one; ignoring or un-ignoring a name changes it for the others.
 */
export function linkSources(root: DirectoryEntry): ReadonlyMap<string, string> {
  const known = sources.get(root)
  if (known !== undefined) return known
  const first = new Map<string, string>()
  const linked = new Map<string, string>()
  for (const { path, inode } of sharedFiles(root)) {
    const source = first.get(inode)
    if (source === undefined) first.set(inode, path)
    else linked.set(path, source)
  }
  sources.set(root, linked)
  return linked
}
const sources = new WeakMap<DirectoryEntry, ReadonlyMap<string, string>>()

type SharedFile = { readonly path: string; readonly inode: string }

/** Files with more than one name, in the order in which they are sent; paths relative to the directory. */
function sharedFiles(directory: DirectoryEntry): readonly SharedFile[] {
  const known = shared.get(directory)
  if (known !== undefined) return known
  const files: SharedFile[] = []
  for (const child of directory.children) {
    if (child.kind === 'file' && child.sharedInode !== undefined)
      files.push({ path: child.name, inode: child.sharedInode })
    if (child.kind !== 'directory') continue
    for (const { path, inode } of sharedFiles(child)) files.push({ path: `${child.name}/${path}`, inode })
  }
  const result = files.length === 0 ? none : files
  shared.set(directory, result)
  return result
}
const none: readonly SharedFile[] = []
const shared = new WeakMap<DirectoryEntry, readonly SharedFile[]>()
