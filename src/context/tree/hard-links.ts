import { memoizeEach } from '../../memo/memoize.ts'
import { type DirectoryEntry, walkEntries } from './entry.ts'

/**
 * Hard links as a client sends them: every further name of an inode is sent as a link to the first sent name. Returns
 * that first path for each further one. Ignoring a name, or no longer ignoring it, changes this for the other names.
 */
export const linkSources = memoizeEach(
  (root: DirectoryEntry): ReadonlyMap<string, string> => (hasRepeats(sharedInodes(root)) ? findLinks(root) : noLinks),
)
const noLinks: ReadonlyMap<string, string> = new Map()

function findLinks(root: DirectoryEntry): ReadonlyMap<string, string> {
  const first = new Map<string, string>()
  const links = new Map<string, string>()
  for (const [path, entry] of walkEntries(root)) {
    if (entry.kind !== 'file' || entry.sharedInode === undefined) continue
    const source = first.get(entry.sharedInode)
    if (source === undefined) first.set(entry.sharedInode, path)
    else links.set(path, source)
  }
  return links
}

const hasRepeats = (inodes: readonly string[]): boolean => new Set(inodes).size < inodes.length

/**
 * Inodes with other names somewhere: often thousands (package stores link every file), though hardly ever two of one
 * inode inside a context.
 */
const sharedInodes = memoizeEach((directory: DirectoryEntry): readonly string[] => {
  const inodes = directory.children.flatMap((child) => {
    if (child.kind === 'directory') return sharedInodes(child)
    return child.kind === 'file' && child.sharedInode !== undefined ? [child.sharedInode] : noInodes
  })
  return inodes.length === 0 ? noInodes : inodes
})
const noInodes: readonly string[] = []
