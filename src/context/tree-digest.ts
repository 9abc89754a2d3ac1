import { digestOf } from './digest.ts'
import type { DirectoryEntry, Entry } from './entry.ts'

/** A digest; null while a file that it needs is not hashed. */
export type MaybeDigest = string | null

/**
 * What counts of one entry by itself: type, permission bits, size and content, link target, device, attributes. Not its
 * name, times, inode or owner (a client resets owners). A directory's is only its header.
 * Source: BuildKit cache/contenthash/filehash.go.
 */
export function recordDigest(entry: Entry): MaybeDigest {
  switch (entry.kind) {
    case 'file': {
      const content = entry.size === 0 ? '' : entry.contentDigest
      return content === null ? null : digestOf('file', entry.mode, entry.size, content, entry.xattrs ?? '')
    }
    case 'symlink':
      return digestOf('symlink', entry.mode, entry.target)
    case 'special':
      return digestOf('special', entry.mode, entry.device)
    case 'directory':
      return digestOf('directory', entry.headerMode)
  }
}

/** A whole entry: a directory with everything below it, by relative names. */
export function treeDigest(entry: Entry): MaybeDigest {
  if (entry.kind !== 'directory') return recordDigest(entry)
  const below = childrenDigest(entry)
  return below === null ? null : digestOf('tree', recordDigest(entry), below)
}

/** The root of a context: its own header never counts. */
export function rootDigest(root: DirectoryEntry): MaybeDigest {
  const below = childrenDigest(root)
  return below === null ? null : digestOf('root', below)
}

function childrenDigest(directory: DirectoryEntry): MaybeDigest {
  const known = memo.get(directory)
  if (known !== undefined) return known
  let complete = true
  const parts: unknown[] = []
  for (const child of directory.children) {
    const digest = treeDigest(child)
    if (digest === null) complete = false
    else parts.push(child.name, digest)
  }
  const result = complete ? digestOf('children', parts) : null
  memo.set(directory, result)
  return result
}
const memo = new WeakMap<DirectoryEntry, MaybeDigest>()
