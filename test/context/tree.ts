import { createHash } from 'node:crypto'
import {
  type DirectoryEntry,
  type Entry,
  emptyDirectory,
  type FileEntry,
  withEntry,
} from '../../src/context/tree/entry.ts'

type FileOptions = {
  readonly mode?: number
  readonly mtime?: number
  readonly inode?: string
  readonly xattrs?: string
}

/** A regular file. `mtime` in seconds; `inode` is shared by the names of one hard-linked file. */
export function file(content: string, { mode = 0o644, mtime = 1, inode, xattrs }: FileOptions = {}): FileEntry {
  return {
    kind: 'file',
    name: '',
    mode,
    size: Buffer.byteLength(content),
    contentDigest: createHash('sha256').update(content).digest('hex').slice(0, 32),
    mtimeSec: mtime,
    mtimeNsec: 0,
    ctimeSec: mtime,
    ctimeNsec: 0,
    ino: 0,
    ...(inode === undefined ? {} : { sharedInode: inode }),
    ...(xattrs === undefined ? {} : { xattrs }),
  }
}

export const unhashed = (entry: FileEntry): FileEntry => ({ ...entry, contentDigest: null })

export const link = (target: string): Entry => ({
  kind: 'symlink',
  name: '',
  mode: 0o777,
  target,
  mtimeSec: 1,
  mtimeNsec: 0,
})

export const dir = (mode = 0o755): DirectoryEntry => ({ ...emptyDirectory, mode, headerMode: mode })

/** A tree from paths: a text is a file's content, a path that ends in `/` a directory. */
export function tree(paths: Readonly<Record<string, string | Entry>>): DirectoryEntry {
  return Object.entries(paths).reduce((root, [path, what]) => put(root, path, what), emptyDirectory)
}

/** The tree with something at a path; null removes it. */
export function put(root: DirectoryEntry, path: string, what: string | Entry | null): DirectoryEntry {
  const clean = path.replace(/\/$/, '')
  const name = clean.slice(clean.lastIndexOf('/') + 1)
  if (what === null) return withEntry(root, clean, undefined)
  const entry = typeof what !== 'string' ? what : path.endsWith('/') ? dir() : file(what)
  return withEntry(root, clean, entry.name === name ? entry : { ...entry, name })
}
