import type { FileEntry } from '../../../context/tree/entry.ts'
import { type FileStamp, isRecorded, isStampAt } from './file-stats.ts'
import { type DigestResult, type DigestTask, digestBytes } from './read-task.ts'
import type { ReaderThreads } from './reader-threads.ts'
import { timeSlices } from './time-slices.ts'

/** A file to hash: where it is and the entry that was seen there. */
export type Unhashed = { readonly path: string; readonly entry: FileEntry }

export type Hashed = {
  /** Entries with their digest, or with the reason why they cannot be read. */
  readonly entries: readonly (readonly [path: string, entry: FileEntry])[]
  /** Files that differ from their entry and have to be looked at again. */
  readonly moved: readonly string[]
}

export type HashControl = {
  readonly report: (done: number) => void
  /** Something more urgent waits: no further file is begun. */
  readonly interrupted: () => boolean
  readonly signal: AbortSignal
}

/**
 * Hashes files below `root` (absolute) until all are done, `interrupted` says that something more urgent waits, or the
 * signal aborts. Runs in short slices.
 */
export async function hashFiles(
  root: string,
  files: readonly Unhashed[],
  control: HashControl,
  readers: ReaderThreads,
): Promise<Hashed> {
  const entries: (readonly [string, FileEntry])[] = []
  const moved: string[] = []
  let done = 0
  const turn = timeSlices(control.signal, () => control.report(done))
  const take = (batch: readonly Unhashed[], { stats, digests, startedAt, errors }: DigestResult) => {
    const bytes = Buffer.from(digests.buffer)
    const codes = new Map(errors)
    for (const [file, { path, entry }] of batch.entries()) {
      const from = file * digestBytes
      const hashed = hashedEntry(entry, {
        contentDigest: bytes.toString('hex', from, from + digestBytes),
        opened: isRecorded(stats, file),
        same: isStampAt(stats, file, entry),
        startedAt: startedAt[file]!,
        code: codes.get(file),
      })
      if (hashed === null) moved.push(path)
      else entries.push([path, hashed])
    }
    done += batch.length
  }
  await readers.read({
    begin(add) {
      for (const batch of inBatches(files)) add(taskFor(root, batch), (result) => take(batch, result))
    },
    pause: async () => !(await turn()) || !control.interrupted(),
    signal: control.signal,
  })
  control.report(done)
  return { entries, moved }
}

/** Some 4 ms of work. */
const batchFiles = 256
const batchBytes = 2e6

function* inBatches(files: readonly Unhashed[]): Generator<readonly Unhashed[]> {
  let batch: Unhashed[] = []
  let bytes = 0
  for (const file of files) {
    batch.push(file)
    bytes += file.entry.size
    if (batch.length < batchFiles && bytes < batchBytes) continue
    yield batch
    batch = []
    bytes = 0
  }
  if (batch.length > 0) yield batch
}

function taskFor(root: string, batch: readonly Unhashed[]): DigestTask {
  const directories: { readonly path: string; readonly names: string[] }[] = []
  let within: string | null = null
  for (const { path } of batch) {
    const slash = path.lastIndexOf('/')
    const directory = slash < 0 ? '' : path.slice(0, slash)
    if (directory !== within) directories.push({ path: slash < 0 ? root : `${root}/${directory}`, names: [] })
    within = directory
    directories.at(-1)!.names.push(path.slice(slash + 1))
  }
  return { kind: 'digest', directories, sizes: batch.map(({ entry }) => entry.size) }
}

/** Error codes of opening a path that is no longer a regular file: it is gone, a link or a socket. */
const movedCodes = new Set(['ENOENT', 'ENOTDIR', 'ELOOP', 'ENXIO'])

type Read = {
  readonly contentDigest: string
  readonly opened: boolean
  /** After the last byte was read it was still the file that the entry describes. */
  readonly same: boolean
  readonly startedAt: number
  readonly code: string | undefined
}

/** The entry with the digest of its file; null: the file differs from the entry. */
function hashedEntry(entry: FileEntry, { contentDigest, opened, same, startedAt, code }: Read): FileEntry | null {
  if (opened ? !same : movedCodes.has(code!)) return null
  if (code !== undefined) return { ...entry, unreadable: code }
  const hashed = readable({ ...entry, contentDigest })
  return isRacy(entry, startedAt) ? { ...hashed, racy: true } : hashed
}

/** Whether a file was read in the clock tick of its last change. */
function isRacy(stamp: FileStamp, readAt: number): boolean {
  const changedAt = stamp.ctimeSec * 1000 + stamp.ctimeNsec / 1e6
  return changedAt + tickMs(stamp) >= readAt
}

/** File systems stamp changes with a clock that ticks every few milliseconds; some keep whole (even) seconds only. */
const tickMs = (stamp: FileStamp): number => (stamp.ctimeNsec === 0 ? 2000 : 20)

function readable(entry: FileEntry): FileEntry {
  if (entry.unreadable === undefined) return entry
  const { unreadable: _, ...rest } = entry
  return rest
}
