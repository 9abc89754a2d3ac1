import { constants, readlinkSync } from 'node:fs'
import type { DirectoryEntry, Entry, FileEntry, SpecialEntry, SymlinkEntry } from '../../../context/tree/entry.ts'
import { diskPath, nameFromBytes } from './file-name.ts'
import { type FileStamp, type FileStats, sameStamp } from './file-stats.ts'

/** Digest of a file's content if it is still the file that was hashed, else null. */
export type DigestMemory = (name: string, stamp: FileStamp) => string | null

/** sha256 of no bytes, as `FileEntry.contentDigest` is written. */
export const emptyDigest = 'e3b0c44298fc1c149afbf4c8996fb924'

const { S_IFDIR, S_IFREG, S_IFLNK } = constants
// Node does not have this constant on Windows, whose file systems have no sockets.
const S_IFSOCK = 0o140000

/**
 * Makes the entry for one path; `directory` (absolute) is its directory. Returns `before` itself if nothing changed, so
 * identity means unchanged. A directory has no children unless it is `before`.
 */
export function entryFromStats(
  { directory, name, stats }: { readonly directory: string; readonly name: string; readonly stats: FileStats },
  before: Entry | undefined,
  memory: DigestMemory,
): Entry {
  const { type, mode, mtimeSec, mtimeNsec } = stats
  if (type === S_IFDIR) return directoryEntry(name, mode, before)
  if (type === S_IFREG || type === S_IFSOCK) return fileEntry(name, stats, before, memory)
  const entry: SymlinkEntry | SpecialEntry =
    type === S_IFLNK
      ? { kind: 'symlink', name, mode, mtimeSec, mtimeNsec, target: linkTarget(`${directory}/${name}`) }
      : { kind: 'special', name, mode, mtimeSec, mtimeNsec, device: stats.device }
  return before !== undefined && sameSmallEntry(before, entry) ? before : entry
}

function directoryEntry(name: string, mode: number, before: Entry | undefined): DirectoryEntry {
  if (before?.kind === 'directory') return before.mode === mode ? before : { ...before, mode, headerMode: mode }
  return { kind: 'directory', name, mode, headerMode: mode, children: [] }
}

function fileEntry(name: string, stats: FileStats, before: Entry | undefined, memory: DigestMemory): FileEntry {
  const isSocket = stats.type === S_IFSOCK
  // The builder's client sends a socket as an empty file.
  const file = isSocket ? { ...stats, size: 0, sharedInode: undefined } : stats
  const { mode, size, sharedInode } = file
  if (before?.kind === 'file' && before.mode === mode && before.sharedInode === sharedInode) {
    if (sameStamp(before, file) && before.racy === undefined) return before
  }
  const contentDigest = size === 0 ? emptyDigest : memory(name, file)
  // Spelled out, because 100,000 objects of one shape are smaller and faster than ones assembled by spreading.
  const entry: FileEntry = {
    kind: 'file',
    name,
    mode,
    mtimeSec: file.mtimeSec,
    mtimeNsec: file.mtimeNsec,
    ctimeSec: file.ctimeSec,
    ctimeNsec: file.ctimeNsec,
    ino: file.ino,
    size,
    contentDigest,
  }
  if (isSocket) return { ...entry, socket: true }
  return sharedInode === undefined ? entry : { ...entry, sharedInode }
}

function sameSmallEntry(a: Entry, b: SymlinkEntry | SpecialEntry): boolean {
  if (a.kind !== b.kind || a.mode !== b.mode) return false
  const before = a as SymlinkEntry | SpecialEntry
  if (before.mtimeSec !== b.mtimeSec || before.mtimeNsec !== b.mtimeNsec) return false
  if (before.kind === 'symlink') return b.kind === 'symlink' && before.target === b.target
  return b.kind === 'special' && before.device === b.device
}

function linkTarget(path: string): string {
  try {
    return nameFromBytes(readlinkSync(diskPath(path), { encoding: 'buffer' }))
  } catch {
    // Replaced between the two calls: the event for that brings the new entry.
    return ''
  }
}
