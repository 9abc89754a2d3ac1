import { memoizeEach } from '../../memo/memoize.ts'
import type { DirectoryEntry } from './entry.ts'

export type TreeSize = {
  readonly files: number
  readonly directories: number
  /** Paths that are there and cannot be read. */
  readonly unreadable: number
  readonly firstUnreadable: string | null
}

/** Counts a tree. Parts that are shared with an already counted tree cost nothing. */
export const sizeOf = memoizeEach((directory: DirectoryEntry): TreeSize => {
  let files = 0
  let directories = 1
  const unreadable: string[] = directory.unreadable === undefined ? [] : ['']
  let hidden = 0
  for (const child of directory.children) {
    if (child.kind !== 'directory') {
      files++
      if (child.kind === 'file' && child.unreadable !== undefined) unreadable.push(child.name)
      continue
    }
    const inner = sizeOf(child)
    files += inner.files
    directories += inner.directories
    if (inner.firstUnreadable === null) continue
    unreadable.push(inner.firstUnreadable === '' ? child.name : `${child.name}/${inner.firstUnreadable}`)
    hidden += inner.unreadable - 1
  }
  return { files, directories, unreadable: unreadable.length + hidden, firstUnreadable: unreadable[0] ?? null }
})
