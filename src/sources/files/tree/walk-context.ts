import { type Dirent, readdirSync, statSync } from 'node:fs'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { childOf, compareNames, type DirectoryEntry, type Entry, withEntry } from '../../../context/tree/entry.ts'
import type { WalkFilter } from '../../../context/tree/walk-filter.ts'
import { FailureError } from '../../../diagnostics/failure.ts'
import { contextFailure, errorCode } from '../read/context-failure.ts'
import { diskPath, nameFromBytes } from './file-name.ts'
import { type DigestMemory, entryFromStats, isDirectory, lstatOrNothing } from './read-entry.ts'

export type WalkOptions = {
  /** Absolute path of the context directory (a symbolic link to one is followed). */
  readonly root: string
  readonly filter: WalkFilter
  /** Digests remembered for one directory's files. */
  readonly memoryOf: (directory: string) => DigestMemory
  /** Called before a directory is read: whoever starts listening here misses nothing. */
  readonly entering?: (directory: string) => void
  readonly report?: (entries: number) => void
  readonly signal: AbortSignal
}

/**
 * Reads a context as a builder's client sees it: ignored trees are not entered, links are not followed, and whatever
 * equals its counterpart in `before` is that counterpart. Runs in short slices, so that a waiting message gets its turn.
 * Throws `FailureError` when the directory itself is missing or unreadable, and the signal's reason when aborted.
 */
export async function walkContext(options: WalkOptions, before: DirectoryEntry | null): Promise<DirectoryEntry> {
  const mode = rootMode(options.root)
  const walk = new Walk(options)
  const header: DirectoryEntry = { kind: 'directory', name: '', mode, headerMode: mode, children: [] }
  const root = await walk.directory('', options.filter.root, before?.mode === mode ? before : header, before)
  if (root.unreadable !== undefined) throw new FailureError(contextFailure(options.root, root.unreadable))
  options.report?.(walk.entries)
  return root
}

/** A path that may have changed: `tree` looks at everything below it too, `entry` only at the path itself. */
export type Hint = { readonly path: string; readonly reach: 'entry' | 'tree' }

/** Looks again at single paths (relative, `/`-separated). Paths behind an ignored directory are left alone. */
export async function rescanPaths(
  options: WalkOptions,
  before: DirectoryEntry,
  hints: Iterable<Hint>,
): Promise<DirectoryEntry> {
  const walk = new Walk(options)
  let root = before
  for (const { path, reach } of hints) root = await walk.path(root, '', options.filter.root, path.split('/'), reach)
  return root
}

const sliceMs = 20

class Walk {
  readonly #options: WalkOptions
  #pauseAt = performance.now() + sliceMs
  entries = 0

  constructor(options: WalkOptions) {
    this.#options = options
  }

  /** Reads a directory and everything below. `header` carries its own metadata, `before` what was known below it. */
  async directory(
    path: string,
    state: unknown,
    header: DirectoryEntry,
    before: DirectoryEntry | null,
  ): Promise<DirectoryEntry> {
    await this.#breathe()
    const { root, filter, memoryOf, entering } = this.#options
    entering?.(path)
    const absolute = join(root, path)
    const listing = listDirectory(absolute)
    if (typeof listing === 'string') {
      return header.unreadable === listing ? header : { ...header, children: [], unreadable: listing }
    }
    const memory = memoryOf(path)
    const children: Entry[] = []
    for (const { name, isDirectoryRow } of listing) {
      const childPath = join(path, name)
      const verdict = filter.judge(state, childPath, isDirectoryRow)
      if (!verdict.included && !(isDirectoryRow && verdict.descend)) continue
      const absoluteChild = join(absolute, name)
      const stats = lstatOrNothing(absoluteChild)
      if (stats === undefined) continue
      this.entries++
      const known = before === null ? undefined : childOf(before, name)
      const entry = entryFromStats({ path: absoluteChild, name, stats }, known, memory)
      if (entry.kind !== 'directory') {
        // Between listing and stat the path became something else: the event for that looks again.
        if (verdict.included) children.push(entry)
        continue
      }
      const inner = known?.kind === 'directory' ? known : null
      const filled = verdict.descend
        ? await this.directory(childPath, verdict.state, entry, inner)
        : entry.children.length > 0
          ? { ...entry, children: [] }
          : entry
      if (verdict.included || filled.children.length > 0) children.push(filled)
    }
    if (sameListing(header, children)) return header
    return header.unreadable === undefined ? { ...header, children } : withoutFault({ ...header, children })
  }

  /** Looks again at one path below `directory`. */
  async path(
    directory: DirectoryEntry,
    prefix: string,
    state: unknown,
    names: readonly string[],
    reach: Hint['reach'],
  ): Promise<DirectoryEntry> {
    const { root, filter, memoryOf } = this.#options
    const name = names[0]!
    const path = join(prefix, name)
    const stats = lstatOrNothing(join(root, path))
    if (stats === undefined) return withEntry(directory, name, undefined)
    const verdict = filter.judge(state, path, isDirectory(stats))
    const before = childOf(directory, name)
    const entry = entryFromStats({ path: join(root, path), name, stats }, before, memoryOf(prefix))
    if (entry.kind !== 'directory') return withEntry(directory, name, verdict.included ? entry : undefined)
    if (!verdict.descend) return withEntry(directory, name, verdict.included ? { ...entry, children: [] } : undefined)
    const known = before?.kind === 'directory' ? before : null
    const filled =
      names.length > 1 && known !== null
        ? await this.path(entry, path, verdict.state, names.slice(1), reach)
        : known !== null && reach === 'entry'
          ? entry
          : await this.directory(path, verdict.state, entry, known)
    return withEntry(directory, name, verdict.included || filled.children.length > 0 ? filled : undefined)
  }

  async #breathe(): Promise<void> {
    this.#options.signal.throwIfAborted()
    if (performance.now() < this.#pauseAt) return
    this.#options.report?.(this.entries)
    await nextTurn()
    this.#options.signal.throwIfAborted()
    this.#pauseAt = performance.now() + sliceMs
  }
}

const join = (directory: string, name: string): string =>
  directory === '' ? name : name === '' ? directory : directory === '/' ? `/${name}` : `${directory}/${name}`

function sameListing(header: DirectoryEntry, children: readonly Entry[]): boolean {
  return (
    header.unreadable === undefined &&
    header.children.length === children.length &&
    children.every((child, index) => child === header.children[index])
  )
}

function withoutFault({ unreadable: _, ...directory }: DirectoryEntry): DirectoryEntry {
  return directory
}

type Listed = { readonly name: string; readonly isDirectoryRow: boolean }

/** Names in byte order; an error code when the directory cannot be listed; nothing when it vanished. */
function listDirectory(path: string): readonly Listed[] | string {
  try {
    return sortedByName(readDirents(path))
  } catch (error) {
    const code = errorCode(error)
    return code === 'ENOENT' || code === 'ENOTDIR' ? [] : code
  }
}

function readDirents(path: string): Listed[] {
  const listed: Listed[] = []
  for (const dirent of readdirSync(diskPath(path), { withFileTypes: true })) {
    // Not UTF-8 (or truly that character): the bytes themselves are needed.
    if (dirent.name.includes('\ufffd')) return readOddDirents(path)
    listed.push({ name: dirent.name, isDirectoryRow: dirent.isDirectory() })
  }
  return listed
}

function readOddDirents(path: string): Listed[] {
  const dirents = readdirSync(diskPath(path), {
    withFileTypes: true,
    encoding: 'buffer',
  }) as unknown as Dirent<Buffer>[]
  return dirents.map((dirent) => ({ name: nameFromBytes(dirent.name), isDirectoryRow: dirent.isDirectory() }))
}

/** JavaScript's own order is that of the bytes, except where surrogates are involved. */
function sortedByName(listed: Listed[]): Listed[] {
  if (listed.some(({ name }) => surrogate.test(name))) return listed.sort((a, b) => compareNames(a.name, b.name))
  return listed.sort((a, b) => (a.name < b.name ? -1 : 1))
}

const surrogate = /[\ud800-\udfff]/

function rootMode(root: string): number {
  try {
    const stats = statSync(root)
    if (stats.isDirectory()) return stats.mode & 0o7777
  } catch (error) {
    throw new FailureError(contextFailure(root, errorCode(error)), { cause: error })
  }
  throw new FailureError(contextFailure(root, 'ENOTDIR'))
}
