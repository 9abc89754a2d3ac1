import { hash } from 'node:crypto'
import { readFileSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import type { DirectoryEntry, FileEntry } from '../../../context/tree/entry.ts'
import { cacheDirectory } from '../store/cache-directory.ts'
import { writeAtomically } from '../store/write-atomically.ts'
import { type DigestMemory, type FileStamp, sameStamp } from './read-entry.ts'

/** Digests remembered from earlier runs, for the files of one context. */
export type DigestIndex = {
  /** How many files it knows. */
  readonly size: number
  memoryOf(directory: string): DigestMemory
}

export const emptyIndex: DigestIndex = { size: 0, memoryOf: () => () => null }

/** Where the digests of a context are remembered; `environment` is the process's. */
export function indexPath(realRoot: string, environment: NodeJS.ProcessEnv): string {
  const name = hash('sha256', realRoot, 'hex').slice(0, 32)
  return join(cacheDirectory(environment), 'digests', name)
}

/*
 * The file: magic, sha256 of the rest, then per directory: path, number of files, bytes of the files' section, section.
 * A file: length of its name, name, size, mtime, ctime, inode, digest. Sections are only read for directories asked for.
 */
const magic = Buffer.from('layertui digests 1\n')
const checksumLength = 32
const recordLength = 8 + 8 + 4 + 8 + 4 + 8 + 16

/** Reads an index; one that is missing, cut off, damaged or of another version is empty. */
export function loadIndex(path: string, now: Date = new Date()): DigestIndex {
  try {
    const index = parseIndex(readFileSync(path))
    // Says that it is in use.
    utimesSync(path, now, now)
    return index
  } catch {
    return emptyIndex
  }
}

function parseIndex(bytes: Buffer): DigestIndex {
  const from = magic.length + checksumLength
  const body = bytes.subarray(from)
  const valid = bytes.subarray(0, magic.length).equals(magic)
  if (!valid || !bytes.subarray(magic.length, from).equals(hash('sha256', body, 'buffer'))) return emptyIndex
  const sections = new Map<string, { readonly from: number; readonly count: number }>()
  let size = 0
  for (let at = 0; at < body.length; ) {
    const pathLength = body.readUInt32LE(at)
    const path = body.toString('utf8', at + 4, at + 4 + pathLength)
    at += 4 + pathLength
    const count = body.readUInt32LE(at)
    sections.set(path, { from: at + 8, count })
    at += 8 + body.readUInt32LE(at + 4)
    size += count
  }
  const memoryOf = (directory: string): DigestMemory => {
    const section = sections.get(directory)
    return section === undefined ? () => null : sectionMemory(body, section)
  }
  return { size, memoryOf }
}

function sectionMemory(body: Buffer, section: { readonly from: number; readonly count: number }): DigestMemory {
  let records: Map<string, number> | null = null
  return (name, stamp) => {
    records ??= recordsOf(body, section)
    const at = records.get(name)
    if (at === undefined || !sameStamp(stampAt(body, at), stamp)) return null
    return body.toString('hex', at + recordLength - 16, at + recordLength)
  }
}

function recordsOf(body: Buffer, { from, count }: { readonly from: number; readonly count: number }) {
  const records = new Map<string, number>()
  let at = from
  for (let index = 0; index < count; index++) {
    const length = body.readUInt16LE(at)
    records.set(body.toString('utf8', at + 2, at + 2 + length), at + 2 + length)
    at += 2 + length + recordLength
  }
  return records
}

const stampAt = (body: Buffer, at: number): FileStamp => ({
  size: body.readDoubleLE(at),
  mtimeSec: body.readDoubleLE(at + 8),
  mtimeNsec: body.readUInt32LE(at + 16),
  ctimeSec: body.readDoubleLE(at + 20),
  ctimeNsec: body.readUInt32LE(at + 28),
  ino: body.readDoubleLE(at + 32),
})

/**
 * Remembers every digest of a snapshot. Entries hashed in the very tick of their last change are left out, as a second
 * change in that tick would not show (git's rule for racily clean entries). Throws the system's error.
 */
export function saveIndex(path: string, root: DirectoryEntry): void {
  const parts: Buffer[] = []
  for (const [directory, files] of directoriesOf(root, '')) {
    const section = Buffer.concat(files.map(recordOf))
    const name = Buffer.from(directory)
    const head = Buffer.allocUnsafe(12 + name.length)
    head.writeUInt32LE(name.length, 0)
    name.copy(head, 4)
    head.writeUInt32LE(files.length, 4 + name.length)
    head.writeUInt32LE(section.length, 8 + name.length)
    parts.push(head, section)
  }
  const body = Buffer.concat(parts)
  writeAtomically(path, Buffer.concat([magic, hash('sha256', body, 'buffer'), body]))
}

function* directoriesOf(
  directory: DirectoryEntry,
  path: string,
): Generator<readonly [path: string, files: readonly FileEntry[]]> {
  const files: FileEntry[] = []
  for (const child of directory.children) {
    if (child.kind === 'directory') yield* directoriesOf(child, path === '' ? child.name : `${path}/${child.name}`)
    else if (child.kind === 'file' && isLasting(child)) files.push(child)
  }
  if (files.length > 0) yield [path, files]
}

const isLasting = ({ contentDigest, size, racy }: FileEntry): boolean =>
  contentDigest !== null && size > 0 && racy === undefined

function recordOf(file: FileEntry): Buffer {
  const name = Buffer.from(file.name)
  const record = Buffer.allocUnsafe(2 + name.length + recordLength)
  let at = record.writeUInt16LE(name.length, 0)
  at += name.copy(record, at)
  at = record.writeDoubleLE(file.size, at)
  at = record.writeDoubleLE(file.mtimeSec, at)
  at = record.writeUInt32LE(file.mtimeNsec, at)
  at = record.writeDoubleLE(file.ctimeSec, at)
  at = record.writeUInt32LE(file.ctimeNsec, at)
  at = record.writeDoubleLE(file.ino, at)
  record.write(file.contentDigest!, at, 'hex')
  return record
}
