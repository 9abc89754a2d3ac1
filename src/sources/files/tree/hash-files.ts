import { createHash, hash as oneShotHash } from 'node:crypto'
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { type DirectoryEntry, type Entry, type FileEntry, findChild } from '../../../context/tree/entry.ts'
import { errorCode } from '../read/context-failure.ts'
import { diskPath } from './file-name.ts'
import { type FileStamp, sameStamp, stampOf } from './read-entry.ts'

/** A file to hash: where it is and the entry that was seen there. */
export type Unhashed = { readonly path: string; readonly entry: FileEntry }

export type Hashed = {
  /** Entries with their digest, or with the reason why they cannot be read. */
  readonly entries: ReadonlyMap<string, FileEntry>
  /** Files that are not any more what the entry says: to be looked at again. */
  readonly moved: readonly string[]
}

/**
 * Hashes files below `root` until all are done, `interrupted` says that something more urgent waits, or the signal aborts.
 * Runs in short slices.
 */
export async function hashFiles(
  root: string,
  files: readonly Unhashed[],
  control: {
    readonly report: (done: number) => void
    readonly interrupted: () => boolean
    readonly signal: AbortSignal
  },
): Promise<Hashed> {
  const entries = new Map<string, FileEntry>()
  const moved: string[] = []
  let done = 0
  let pauseAt = performance.now() + sliceMs
  for (const { path, entry } of files) {
    if (performance.now() >= pauseAt) {
      control.report(done)
      await nextTurn()
      control.signal.throwIfAborted()
      if (control.interrupted()) break
      pauseAt = performance.now() + sliceMs
    }
    const result = hashFile(`${root}/${path}`, entry)
    done++
    if (result === 'moved') moved.push(path)
    else entries.set(path, result)
  }
  control.report(done)
  return { entries, moved }
}

const sliceMs = 20

/** File systems stamp changes with a clock that ticks every few milliseconds; some keep whole (even) seconds only. */
const tickMs = (stamp: FileStamp): number => (stamp.ctimeNsec === 0 ? 2000 : 20)

type HashResult = FileEntry | 'moved'

function hashFile(path: string, entry: FileEntry): HashResult {
  const startedAt = Date.now()
  let descriptor: number
  try {
    descriptor = openSync(diskPath(path), openFlags)
  } catch (error) {
    const code = errorCode(error)
    return code === 'ENOENT' || code === 'ENOTDIR' || code === 'ELOOP' ? 'moved' : { ...entry, unreadable: code }
  }
  try {
    const contentDigest = digestOfDescriptor(descriptor, entry.size)
    const stats = fstatSync(descriptor, { bigint: true })
    const stamp = stampOf(stats, Number(stats.size))
    if (!sameStamp(entry, stamp)) return 'moved'
    const changedAt = stamp.ctimeSec * 1000 + stamp.ctimeNsec / 1e6
    const hashed = readable({ ...entry, contentDigest })
    return changedAt + tickMs(stamp) >= startedAt ? { ...hashed, racy: true } : hashed
  } catch (error) {
    return { ...entry, unreadable: errorCode(error) }
  } finally {
    closeSync(descriptor)
  }
}

// A link or FIFO that took the file's place must neither be followed nor block.
const { O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants
const openFlags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK

const buffer = Buffer.allocUnsafeSlow(256 * 1024)

function digestOfDescriptor(descriptor: number, size: number): string {
  const first = readSync(descriptor, buffer, 0, buffer.length, null)
  // One call instead of an object for each file: faster, and no garbage outside V8's sight.
  if (first === size && first < buffer.length)
    return resolvedText(oneShotHash('sha256', buffer.subarray(0, first), 'buffer'))
  const hash = createHash('sha256')
  for (let length = first; length > 0; length = readSync(descriptor, buffer, 0, buffer.length, null)) {
    hash.update(buffer.subarray(0, length))
  }
  return resolvedText(hash.digest())
}

/** As `FileEntry.contentDigest` is written. Not a slice of the whole in hex, which would keep the whole alive. */
const resolvedText = (sha256: Buffer): string => sha256.toString('hex', 0, 16)

function readable({ unreadable: _, ...entry }: FileEntry): FileEntry {
  return entry
}

/** The tree with entries replaced at their paths; each directory on the way is made anew once. Absent paths are left out. */
export function withEntries(root: DirectoryEntry, entries: ReadonlyMap<string, Entry>): DirectoryEntry {
  if (entries.size === 0) return root
  const byChild = new Map<string, Map<string, Entry>>()
  const children = root.children.slice()
  for (const [path, entry] of entries) {
    const slash = path.indexOf('/')
    if (slash < 0) {
      const index = findChild(children, path)
      if (index >= 0) children[index] = entry
      continue
    }
    const name = path.slice(0, slash)
    const inner = byChild.get(name) ?? new Map<string, Entry>()
    inner.set(path.slice(slash + 1), entry)
    byChild.set(name, inner)
  }
  for (const [name, inner] of byChild) {
    const index = findChild(children, name)
    const child = children[index]
    if (child?.kind === 'directory') children[index] = withEntries(child, inner)
  }
  return { ...root, children }
}
