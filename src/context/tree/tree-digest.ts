import { memoizeEach } from '../../memo/memoize.ts'
import { digestOf } from './digest.ts'
import type { DirectoryEntry, Entry } from './entry.ts'

/** A digest; null while a file that it needs is not hashed. */
export type MaybeDigest = string | null

/**
 * The part of one entry that counts by itself, as one text without NUL: type, permission bits, size and content, link
 * target, device, attributes. Name, times, inode and owner do not count (a client resets owners). The record of a
 * directory is only its header.
 * Source: BuildKit cache/contenthash/filehash.go.
 */
export function recordOf(entry: Entry): string | null {
  switch (entry.kind) {
    case 'file': {
      const content = entry.size === 0 ? '' : entry.contentDigest
      return content === null ? null : `file ${entry.mode} ${entry.size} ${content} ${entry.xattrs ?? ''}`
    }
    case 'symlink':
      return `symlink ${entry.mode} ${entry.target}`
    case 'special':
      return `special ${entry.mode} ${entry.device}`
    case 'directory':
      return `directory ${entry.headerMode}`
  }
}

/** A whole entry: a directory with everything below it, by relative names. */
export function treeDigest(entry: Entry): MaybeDigest {
  const record = recordOf(entry)
  if (entry.kind !== 'directory') return record === null ? null : digestOf('entry', record)
  const below = childrenDigest(entry)
  return below === null ? null : digestOf('tree', record, below)
}

/** The root of a context: its own header never counts. */
export function rootDigest(root: DirectoryEntry): MaybeDigest {
  const below = childrenDigest(root)
  return below === null ? null : digestOf('root', below)
}

const childrenDigest = memoizeEach((directory: DirectoryEntry): MaybeDigest => {
  let complete = true
  const parts: unknown[] = []
  for (const child of directory.children) {
    const part = child.kind === 'directory' ? treeDigest(child) : recordOf(child)
    if (part === null) complete = false
    else parts.push(child.name, part)
  }
  return complete ? digestOf('children', parts) : null
})
