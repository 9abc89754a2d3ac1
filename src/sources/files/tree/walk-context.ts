import { statSync } from 'node:fs'
import { childOf, type DirectoryEntry, type Entry, withEntry } from '../../../context/tree/entry.ts'
import type { WalkFilter } from '../../../context/tree/walk-filter.ts'
import { FailureError } from '../../../diagnostics/failure.ts'
import type { Hint } from '../../../session/build-files.ts'
import { contextFailure, errorCode } from '../read/context-failure.ts'
import { type FileRecords, type FileStats, isDirectory, statsAt, statsOrNothing } from './file-stats.ts'
import { namesInOneGo } from './look-at-paths.ts'
import { type DigestMemory, entryFromStats } from './read-entry.ts'
import type { Listing } from './read-task.ts'
import type { AddTask, ReaderThreads } from './reader-threads.ts'
import { timeSlices } from './time-slices.ts'

export type WalkOptions = {
  /** Absolute path of the context directory (a symbolic link to one is followed). */
  readonly root: string
  readonly filter: WalkFilter
  /** Digests remembered for one directory's files. */
  readonly memoryOf: (directory: string) => DigestMemory
  /** Called before a directory is read, so that a watcher that starts here misses nothing. */
  readonly entering?: (directory: string) => void
  readonly readers: ReaderThreads
  readonly report?: (entries: number) => void
  readonly signal: AbortSignal
}

/**
 * Reads a context as a builder's client sees it: ignored trees are skipped, links are not followed, and an entry that
 * equals its counterpart in `before` is that counterpart. Runs in short slices, so that waiting messages are handled.
 * Throws `FailureError` if the directory itself is missing or unreadable, and the signal's reason if aborted.
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

/** A directory that is being read. */
type OpenDirectory = {
  readonly kind: 'open'
  readonly path: string
  readonly absolute: string
  /** The filter's state for the children. */
  readonly state: unknown
  /** Whether the directory itself is part of the context; false: it may hold entries that are. */
  readonly included: boolean
  /** The entry with its own metadata; the children in it are those that were known before. */
  readonly header: DirectoryEntry
  readonly before: DirectoryEntry | null
  /** By the order of the names. Nothing: ignored, or not there any more. */
  readonly children: (Child | undefined)[]
  unreadable?: string
}

type Child = Entry | OpenDirectory

/** Names in a directory and their metadata. */
type Looked = {
  readonly names: readonly string[]
  /** Index of the first name among the directory's children. */
  readonly position: number
  readonly stats: FileRecords
  /** Number of the first name's record. */
  readonly first: number
  readonly memory: DigestMemory
}

/** Directories to be listed in one go: some 2 ms where they hold a dozen files each. */
const listedInOneGo = 24

class Walk {
  readonly #options: WalkOptions
  readonly #pause: () => Promise<boolean>
  /** Entered, and not yet handed on to be listed. */
  #entered: OpenDirectory[] = []
  /** How many paths were looked at. */
  entries = 0

  constructor(options: WalkOptions) {
    this.#options = options
    this.#pause = timeSlices(options.signal, () => options.report?.(this.entries))
  }

  /** Reads a directory and everything below it. `header` is its metadata, `before` its earlier entry. */
  async directory(
    path: string,
    state: unknown,
    header: DirectoryEntry,
    before: DirectoryEntry | null,
  ): Promise<DirectoryEntry> {
    const { readers, signal } = this.#options
    const top = this.#enter({ path, state, included: true, header, before })
    await readers.read({
      begin: (add) => this.#list(add),
      pause: async () => {
        await this.#pause()
        return true
      },
      signal,
    })
    return this.#close(top)
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
    const stats = statsOrNothing(join(root, path))
    if (stats === undefined) return withEntry(directory, name, undefined)
    const verdict = filter.judge(state, path, isDirectory(stats))
    const before = childOf(directory, name)
    const entry = entryFromStats({ directory: join(root, prefix), name, stats }, before, memoryOf(prefix))
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

  #enter(directory: Omit<OpenDirectory, 'kind' | 'absolute' | 'children'>): OpenDirectory {
    this.#options.entering?.(directory.path)
    const absolute = join(this.#options.root, directory.path)
    const open: OpenDirectory = { kind: 'open', ...directory, absolute, children: [] }
    this.#entered.push(open)
    return open
  }

  /** Has the directories listed that were entered meanwhile. */
  #list(add: AddTask): void {
    const entered = this.#entered
    this.#entered = []
    for (let from = 0; from < entered.length; from += listedInOneGo) {
      const some = entered.slice(from, from + listedInOneGo)
      add({ kind: 'list', directories: some.map(({ absolute }) => absolute) }, ({ listings, stats }) => {
        for (const [index, listing] of listings.entries()) this.#take(some[index]!, listing, stats, add)
        this.#list(add)
      })
    }
  }

  #take(open: OpenDirectory, { names, first, unreadable }: Listing, stats: FileRecords, add: AddTask): void {
    if (unreadable !== undefined) open.unreadable = unreadable
    const memory = this.#options.memoryOf(open.path)
    if (first !== null) this.#fill(open, { names, position: 0, stats, first, memory })
    else this.#lookAt(open, names, memory, add)
  }

  /** Reads the metadata of a large directory's names in parts, and only of names that the filter may accept. */
  #lookAt(open: OpenDirectory, names: readonly string[], memory: DigestMemory, add: AddTask): void {
    const wanted = names.filter((name) => this.#isWanted(open, name))
    for (let position = 0; position < wanted.length; position += namesInOneGo) {
      const some = wanted.slice(position, position + namesInOneGo)
      add({ kind: 'stat', directory: open.absolute, names: some }, ({ stats }) => {
        this.#fill(open, { names: some, position, stats, first: 0, memory })
        this.#list(add)
      })
    }
  }

  #isWanted({ path, state }: OpenDirectory, name: string): boolean {
    const { filter } = this.#options
    if (filter.judge(state, join(path, name), false).included) return true
    const verdict = filter.judge(state, join(path, name), true)
    return verdict.included || verdict.descend
  }

  /** Puts children in their places. */
  #fill(open: OpenDirectory, { names, position, stats: records, first, memory }: Looked): void {
    for (let index = 0; index < names.length; index++) {
      const stats = statsAt(records, first + index)
      if (stats === undefined) continue
      const child = this.#childOf(open, names[index]!, stats, memory)
      if (child === undefined) continue
      this.entries++
      open.children[position + index] = child
    }
  }

  /** The result for a path: an entry, or a directory to enter; undefined: ignored. */
  #childOf(open: OpenDirectory, name: string, stats: FileStats, memory: DigestMemory): Child | undefined {
    const path = join(open.path, name)
    const { included, descend, state } = this.#options.filter.judge(open.state, path, isDirectory(stats))
    if (!included && !(descend && isDirectory(stats))) return undefined
    const known = open.before === null ? undefined : childOf(open.before, name)
    const entry = entryFromStats({ directory: open.absolute, name, stats }, known, memory)
    if (entry.kind !== 'directory') return entry
    if (!descend) return entry.children.length > 0 ? { ...entry, children: [] } : entry
    return this.#enter({ path, state, included, header: entry, before: known?.kind === 'directory' ? known : null })
  }

  /** The directory that everything below it makes. */
  async #close({ header, children, unreadable }: OpenDirectory): Promise<DirectoryEntry> {
    await this.#pause()
    if (unreadable !== undefined) {
      return header.unreadable === unreadable ? header : { ...header, children: [], unreadable }
    }
    const closed: Entry[] = []
    for (const child of children) {
      if (child === undefined) continue
      if (child.kind !== 'open') closed.push(child)
      else {
        const directory = await this.#close(child)
        if (child.included || directory.children.length > 0) closed.push(directory)
      }
    }
    if (sameListing(header, closed)) return header
    return header.unreadable === undefined
      ? { ...header, children: closed }
      : withoutFault({ ...header, children: closed })
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

function rootMode(root: string): number {
  try {
    const stats = statSync(root)
    if (stats.isDirectory()) return stats.mode & 0o7777
  } catch (error) {
    throw new FailureError(contextFailure(root, errorCode(error)), { cause: error })
  }
  throw new FailureError(contextFailure(root, 'ENOTDIR'))
}
