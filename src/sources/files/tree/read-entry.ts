import { type BigIntStats, constants, lstatSync, readlinkSync } from 'node:fs'
import type {
  DirectoryEntry,
  Entry,
  FileEntry,
  InodeStamp,
  SpecialEntry,
  SymlinkEntry,
  Timestamp,
} from '../../../context/tree/entry.ts'
import { diskPath, nameFromBytes } from './file-name.ts'

/** What tells a changed file from an untouched one, as git's index does. */
export type FileStamp = Timestamp & InodeStamp & { readonly size: number }

/** Digest of a file's content if it is still the file that was hashed, else null. */
export type DigestMemory = (name: string, stamp: FileStamp) => string | null

/** sha256 of no bytes, as `FileEntry.contentDigest` is written. */
export const emptyDigest = 'e3b0c44298fc1c149afbf4c8996fb924'

/** Metadata of one path, its links not followed; undefined when nothing (or nothing reachable) is there. */
export function lstatOrNothing(path: string): BigIntStats | undefined {
  try {
    return lstatSync(diskPath(path), { bigint: true, throwIfNoEntry: false })
  } catch {
    // A parent became a file, cannot be searched or is a loop: for a builder's client the path does not exist either.
    return undefined
  }
}

/**
 * The entry for one path. When nothing changed since `before`, `before` itself is the answer, so identity means unchanged.
 * A directory comes without its children unless it is `before`.
 */
export function entryFromStats(
  { path, name, stats }: { readonly path: string; readonly name: string; readonly stats: BigIntStats },
  before: Entry | undefined,
  memory: DigestMemory,
): Entry {
  const mode = Number(stats.mode) & 0o7777
  const type = typeOf(stats)
  if (type === S_IFDIR) return directoryEntry(name, mode, before)
  if (type === S_IFREG || type === S_IFSOCK) return fileEntry(name, mode, stats, before, memory)
  const mtimeSec = seconds(stats.mtimeMs)
  const time = { mtimeSec, mtimeNsec: nanoseconds(stats.mtimeNs, mtimeSec) }
  const entry: SymlinkEntry | SpecialEntry =
    type === S_IFLNK
      ? { kind: 'symlink', name, mode, ...time, target: linkTarget(path) }
      : { kind: 'special', name, mode, ...time, device: Number(stats.rdev) }
  return before !== undefined && sameSmallEntry(before, entry) ? before : entry
}

const { S_IFMT, S_IFDIR, S_IFREG, S_IFLNK } = constants
// Not among the constants on Windows, which has no sockets in its file systems.
const S_IFSOCK = 0o140000

/** Asking `stats.isFile()` and its like computes in bigints, which is most of what reading an entry costs. */
const typeOf = (stats: BigIntStats): number => Number(stats.mode) & S_IFMT

export const isDirectory = (stats: BigIntStats): boolean => typeOf(stats) === S_IFDIR

/** `size` is the entry's, which for a socket is not the inode's. */
export function stampOf(stats: BigIntStats, size: number): FileStamp {
  const mtimeSec = seconds(stats.mtimeMs)
  const ctimeSec = seconds(stats.ctimeMs)
  return {
    size,
    mtimeSec,
    mtimeNsec: nanoseconds(stats.mtimeNs, mtimeSec),
    ctimeSec,
    ctimeNsec: nanoseconds(stats.ctimeNs, ctimeSec),
    ino: Number(stats.ino),
  }
}

const seconds = (ms: bigint): number => Math.floor(Number(ms) / 1000)

/** The part below a second. Dividing bigints costs half a walk; the low 32 bits of the difference say the same. */
const nanoseconds = (ns: bigint, sec: number): number =>
  (Number(BigInt.asUintN(32, ns)) - Math.imul(sec, 1_000_000_000)) >>> 0

function directoryEntry(name: string, mode: number, before: Entry | undefined): DirectoryEntry {
  if (before?.kind === 'directory') return before.mode === mode ? before : { ...before, mode, headerMode: mode }
  return { kind: 'directory', name, mode, headerMode: mode, children: [] }
}

function fileEntry(
  name: string,
  mode: number,
  stats: BigIntStats,
  before: Entry | undefined,
  memory: DigestMemory,
): FileEntry {
  // The builder's client sends a socket as an empty file.
  const isFile = typeOf(stats) === S_IFREG
  const size = isFile ? Number(stats.size) : 0
  const stamp = stampOf(stats, size)
  const sharedInode = isFile && stats.nlink > 1n ? `${stats.dev}:${stats.ino}` : undefined
  if (before?.kind === 'file' && before.mode === mode && before.sharedInode === sharedInode) {
    if (sameStamp(before, stamp) && before.racy === undefined) return before
  }
  const contentDigest = size === 0 ? emptyDigest : memory(name, stamp)
  // Spelled out, because 100,000 objects of one shape are smaller and faster than ones assembled by spreading.
  const entry: FileEntry = {
    kind: 'file',
    name,
    mode,
    mtimeSec: stamp.mtimeSec,
    mtimeNsec: stamp.mtimeNsec,
    ctimeSec: stamp.ctimeSec,
    ctimeNsec: stamp.ctimeNsec,
    ino: stamp.ino,
    size,
    contentDigest,
  }
  if (stats.isSocket()) return { ...entry, socket: true }
  return sharedInode === undefined ? entry : { ...entry, sharedInode }
}

export const sameStamp = (a: FileStamp, b: FileStamp): boolean =>
  a.size === b.size &&
  a.mtimeNsec === b.mtimeNsec &&
  a.mtimeSec === b.mtimeSec &&
  a.ctimeNsec === b.ctimeNsec &&
  a.ctimeSec === b.ctimeSec &&
  a.ino === b.ino

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
