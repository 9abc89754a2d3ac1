import { type BigIntStats, constants, lstatSync } from 'node:fs'
import type { InodeStamp, Timestamp } from '../../../context/tree/entry.ts'
import { diskPath } from './file-name.ts'

/** The values by which a changed file is recognized, as in git's index. */
export type FileStamp = Timestamp & InodeStamp & { readonly size: number }

/** Metadata of one path in plain numbers. */
export type FileStats = FileStamp & {
  /** One of the constants `S_IF…`. */
  readonly type: number
  /** Permission bits including setuid, setgid and sticky (12 bits). */
  readonly mode: number
  /** Device number of a device file. */
  readonly device: number
  /** `dev:ino` of an inode that has other names too. */
  readonly sharedInode: string | undefined
}

/** Whether two stamps are equal in all values. */
export const sameStamp = (a: FileStamp, b: FileStamp): boolean =>
  a.size === b.size &&
  a.mtimeNsec === b.mtimeNsec &&
  a.mtimeSec === b.mtimeSec &&
  a.ctimeNsec === b.ctimeNsec &&
  a.ctimeSec === b.ctimeSec &&
  a.ino === b.ino

export const isDirectory = ({ type }: FileStats): boolean => type === constants.S_IFDIR

/** Metadata of one path without following links; undefined if the path does not exist or cannot be reached. */
export function statsOrNothing(path: string): FileStats | undefined {
  const records = newRecords(1)
  writeLstat(records, 0, path)
  return statsAt(records, 0)
}

/**
 * Metadata of many paths travels between threads as one array of doubles. Each path has a record: type and mode (0: it
 * does not exist), links, device, inode as bits, inode, size, device number, mtime, ctime.
 */
const recordLength = 11

export type FileRecords = Float64Array<ArrayBuffer>

/** Empty records for so many paths. */
export const newRecords = (count: number): FileRecords => new Float64Array(count * recordLength)

/** Puts the metadata of a path, its links not followed, into a record of zeros. */
export function writeLstat(records: FileRecords, index: number, path: string): void {
  let stats: BigIntStats | undefined
  try {
    stats = lstatSync(diskPath(path), { bigint: true, throwIfNoEntry: false })
  } catch {
    // A parent became a file, cannot be searched or is a loop: for a builder's client the path does not exist either.
    return
  }
  if (stats !== undefined) writeStats(records, index, stats)
}

/** Writes metadata into the record at `index`. */
export function writeStats(records: FileRecords, index: number, stats: BigIntStats): void {
  const at = index * recordLength
  const mtimeSec = seconds(stats.mtimeMs)
  const ctimeSec = seconds(stats.ctimeMs)
  records[at] = Number(stats.mode)
  if (stats.nlink > 1n) {
    records[at + 1] = Number(stats.nlink)
    records[at + 2] = Number(stats.dev)
    // An inode's number may need all 64 bits, where file systems are stacked.
    bitsOf(records)[at + 3] = stats.ino
  }
  records[at + 4] = Number(stats.ino)
  records[at + 5] = Number(stats.size)
  records[at + 6] = Number(stats.rdev)
  records[at + 7] = mtimeSec
  records[at + 8] = nanoseconds(stats.mtimeNs, mtimeSec)
  records[at + 9] = ctimeSec
  records[at + 10] = nanoseconds(stats.ctimeNs, ctimeSec)
}

/** Whether a record holds this stamp. False if the path does not exist. */
export function isStampAt(records: FileRecords, index: number, stamp: FileStamp): boolean {
  const at = index * recordLength
  return (
    records[at] !== 0 &&
    records[at + 4] === stamp.ino &&
    records[at + 5] === stamp.size &&
    records[at + 7] === stamp.mtimeSec &&
    records[at + 8] === stamp.mtimeNsec &&
    records[at + 9] === stamp.ctimeSec &&
    records[at + 10] === stamp.ctimeNsec
  )
}

/** Whether the path of a record exists. */
export const isRecorded = (records: FileRecords, index: number): boolean => records[index * recordLength] !== 0

/** The metadata in a record; undefined if the path does not exist. */
export function statsAt(records: FileRecords, index: number): FileStats | undefined {
  const at = index * recordLength
  const bits = records[at]!
  if (bits === 0) return undefined
  return {
    type: bits & constants.S_IFMT,
    mode: bits & 0o7777,
    sharedInode: records[at + 1]! > 1 ? `${records[at + 2]}:${bitsOf(records)[at + 3]}` : undefined,
    ino: compact(records[at + 4]!),
    size: compact(records[at + 5]!),
    device: compact(records[at + 6]!),
    mtimeSec: compact(records[at + 7]!),
    mtimeNsec: compact(records[at + 8]!),
    ctimeSec: compact(records[at + 9]!),
    ctimeNsec: compact(records[at + 10]!),
  }
}

const bitsOf = (records: FileRecords): BigUint64Array => new BigUint64Array(records.buffer)

/** V8 keeps a number that was read as a double in an object, unless it is an integer of 32 bits. */
const compact = (value: number): number => ((value | 0) === value ? value | 0 : value)

const seconds = (ms: bigint): number => Math.floor(Number(ms) / 1000)

/** The part below a second. Dividing bigints costs half a walk; the low 32 bits of the difference say the same. */
const nanoseconds = (ns: bigint, sec: number): number =>
  (Number(BigInt.asUintN(32, ns)) - Math.imul(sec, 1_000_000_000)) >>> 0
