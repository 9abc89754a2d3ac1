import { hash } from 'node:crypto'
import { utimesSync } from 'node:fs'
import { join } from 'node:path'
import type { DirectoryEntry, FileEntry } from '../../../context/tree/entry.ts'
import { mebibyte, readRegularFile } from '../../read-regular-file.ts'
import { cacheDirectory } from '../store/cache-directory.ts'
import { writeAtomically } from '../store/write-atomically.ts'
import type { FileStamp } from './file-stats.ts'
import type { DigestMemory } from './read-entry.ts'
import { digestBytes } from './read-task.ts'

/** Digests remembered from earlier runs, for the files of one context. */
export type DigestIndex = {
  /** The number of files in the index. */
  readonly size: number
  memoryOf(directory: string): DigestMemory
}

export const emptyIndex: DigestIndex = { size: 0, memoryOf: () => () => null }

/** The file that stores the digests of a context; null: none. `environment` is the process's. */
export function indexPath(realRoot: string, environment: NodeJS.ProcessEnv): string | null {
  const name = hash('sha256', realRoot, 'hex').slice(0, 32)
  const directory = cacheDirectory(environment)
  return directory === null ? null : join(directory, 'digests', name)
}

/**
 * The format of the file: magic, sha256 of the rest, then for each directory four numbers of 32 bits (bytes of its
 * path, number of files, bytes of their names, 0), its path, the names with `/` between them, zeros up to a multiple of
 * 8, and a record for each file: size, mtime and ctime in seconds, inode (64-bit floats), nanoseconds of both times (32
 * bits), digest. Numbers are in the machine's byte order. Names and records are read only for requested directories.
 */
const magic = Buffer.from('layertui digests 2      ')
const bodyStart = magic.length + 32
const headLength = 16
const recordLength = 4 * 8 + 2 * 4 + digestBytes

/** Everything is read through views of one buffer. */
type Body = { readonly bytes: Buffer; readonly floats: Float64Array; readonly words: Uint32Array }

const bodyOf = (bytes: Buffer): Body => ({
  bytes,
  floats: new Float64Array(bytes.buffer, bytes.byteOffset, bytes.length >> 3),
  words: new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length >> 2),
})

const padded = (length: number): number => (length + 7) & ~7

/** A million files take some 100 MiB. */
const mostBytes = 512 * mebibyte

/** Reads an index. A missing, cut off, damaged or foreign file gives an empty one. */
export function loadIndex(path: string, now: Date = new Date()): DigestIndex {
  try {
    const index = parseIndex(readRegularFile(path, { most: mostBytes }))
    // Marks the file as used.
    utimesSync(path, now, now)
    return index
  } catch {
    return emptyIndex
  }
}

type Section = {
  /** Start and end of the names and start of the records, in bytes. */
  readonly names: number
  readonly namesEnd: number
  readonly records: number
}

function parseIndex(file: Buffer): DigestIndex {
  const valid = file.subarray(0, magic.length).equals(magic)
  const bytes = file.subarray(bodyStart)
  if (!valid || !file.subarray(magic.length, bodyStart).equals(hash('sha256', bytes, 'buffer'))) return emptyIndex
  const body = bodyOf(bytes)
  const sections = new Map<string, Section>()
  let size = 0
  for (let at = 0; at < bytes.length; ) {
    const word = at >> 2
    const [pathLength, count, namesLength] = [body.words[word]!, body.words[word + 1]!, body.words[word + 2]!]
    const names = at + headLength + pathLength
    const namesEnd = names + namesLength
    const records = padded(namesEnd)
    const end = records + count * recordLength
    // The checksum proves only that the file was written like this.
    if (!(names <= namesEnd && end <= bytes.length)) throw new RangeError('a section leads out of the file')
    sections.set(bytes.toString('utf8', at + headLength, names), { names, namesEnd, records })
    size += count
    at = end
  }
  const memoryOf = (directory: string): DigestMemory => {
    const section = sections.get(directory)
    return section === undefined ? () => null : sectionMemory(body, section)
  }
  return { size, memoryOf }
}

function sectionMemory(body: Body, { names: from, namesEnd, records }: Section): DigestMemory {
  const names = body.bytes.toString('utf8', from, namesEnd).split('/')
  let numbers: Map<string, number> | null = null
  let next = 0
  return (name, stamp) => {
    // Names are requested in the order in which they were written, except for those that came or went since.
    if (names[next] !== name) {
      numbers ??= new Map(names.map((known, number) => [known, number]))
      const number = numbers.get(name)
      if (number === undefined) return null
      next = number
    }
    const at = records + next++ * recordLength
    if (!isStampAt(body, at, stamp)) return null
    return body.bytes.toString('hex', at + recordLength - digestBytes, at + recordLength)
  }
}

function isStampAt({ floats, words }: Body, at: number, stamp: FileStamp): boolean {
  const float = at >> 3
  const word = at >> 2
  return (
    floats[float] === stamp.size &&
    floats[float + 1] === stamp.mtimeSec &&
    floats[float + 2] === stamp.ctimeSec &&
    floats[float + 3] === stamp.ino &&
    words[word + 8] === stamp.mtimeNsec &&
    words[word + 9] === stamp.ctimeNsec
  )
}

/**
 * Remembers every digest of a snapshot. Entries hashed in the very tick of their last change are left out, as a second
 * change in that tick would not show (git's rule for racily clean entries). Throws the system's error.
 */
export function saveIndex(path: string, root: DirectoryEntry): void {
  const sections = [...directoriesOf(root, '')].map(([directory, files]) => {
    const names = files.map(({ name }) => name).join('/')
    const [pathLength, namesLength] = [Buffer.byteLength(directory), Buffer.byteLength(names)]
    const records = padded(headLength + pathLength + namesLength)
    return { directory, files, names, pathLength, namesLength, records, length: records + files.length * recordLength }
  })
  const file = Buffer.alloc(sections.reduce((sum, { length }) => sum + length, bodyStart))
  const body = bodyOf(file.subarray(bodyStart))
  let at = 0
  for (const { directory, files, names, pathLength, namesLength, records, length } of sections) {
    body.words.set([pathLength, files.length, namesLength], at >> 2)
    body.bytes.write(directory, at + headLength)
    body.bytes.write(names, at + headLength + pathLength)
    for (const [number, entry] of files.entries()) writeRecord(body, at + records + number * recordLength, entry)
    at += length
  }
  magic.copy(file)
  hash('sha256', body.bytes, 'buffer').copy(file, magic.length)
  writeAtomically(path, file)
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

function writeRecord({ bytes, floats, words }: Body, at: number, file: FileEntry): void {
  const float = at >> 3
  const word = at >> 2
  floats[float] = file.size
  floats[float + 1] = file.mtimeSec
  floats[float + 2] = file.ctimeSec
  floats[float + 3] = file.ino
  words[word + 8] = file.mtimeNsec
  words[word + 9] = file.ctimeNsec
  bytes.write(file.contentDigest!, at + recordLength - digestBytes, 'hex')
}
