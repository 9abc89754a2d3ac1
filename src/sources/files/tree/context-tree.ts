import { realpathSync } from 'node:fs'
import { dirname } from 'node:path'
import { type DirectoryEntry, type Entry, entryAt, findNextChild } from '../../../context/tree/entry.ts'
import { sizeOf } from '../../../context/tree/tree-size.ts'
import type { WalkFilter } from '../../../context/tree/walk-filter.ts'
import { withEntries } from '../../../context/tree/with-entries.ts'
import type { Hint } from '../../../session/build-files.ts'
import type { Progress } from '../../../session/ports.ts'
import { limitDirectory } from '../store/limit-directory.ts'
import { type DigestIndex, emptyIndex, indexPath, loadIndex, saveIndex } from './digest-index.ts'
import { hashFiles, type Unhashed } from './hash-files.ts'
import { ReaderThreads } from './reader-threads.ts'
import { rescanPaths, type WalkOptions, walkContext } from './walk-context.ts'

/** Hashed in a few milliseconds. */
const fewFiles = 20
const smallBytes = 1e6

/** Hashed in some 30 ms. */
const worthSavingBytes = 16e6

/** One local directory that a build reads: its current snapshot and the known digests of its files. */
export class ContextTree {
  /** Absolute. */
  readonly root: string
  readonly #environment: NodeJS.ProcessEnv
  readonly #entering: (directory: string) => void
  readonly #readers = new ReaderThreads()
  #snapshot: DirectoryEntry | null = null
  #filter: WalkFilter | null = null
  /** The number of files that would have to be hashed again without stored digests. */
  #hashedFiles = 0
  #hashedBytes = 0

  constructor(options: {
    readonly root: string
    /** The process's: says where digests are remembered. */
    readonly environment: NodeJS.ProcessEnv
    readonly entering?: (directory: string) => void
  }) {
    this.root = options.root
    this.#environment = options.environment
    this.#entering = options.entering ?? (() => undefined)
  }

  /** null before the first walk. */
  get snapshot(): DirectoryEntry | null {
    return this.#snapshot
  }

  /** Whether the snapshot was made under these rules. */
  isWalkedBy(filter: WalkFilter): boolean {
    return this.#filter === filter && this.#snapshot !== null
  }

  /** Looks at everything. Throws `FailureError` when the directory is out of reach, and the signal's reason. */
  async walk(filter: WalkFilter, control: Progress): Promise<void> {
    const index = this.#snapshot === null ? this.#loadIndex() : emptyIndex
    this.#readers.expect(this.#snapshot === null ? index.size : sizeOf(this.#snapshot).files)
    const snapshot = await walkContext(this.#walkOptions(filter, index, control), this.#snapshot)
    this.#filter = filter
    this.#snapshot = snapshot
  }

  /** Looks again at some paths, under the rules of the last walk. */
  async rescan(hints: Iterable<Hint>, control: Progress): Promise<void> {
    const before = this.#snapshot
    if (before === null || this.#filter === null) return
    const looked = [...hints]
    const snapshot = await rescanPaths(this.#walkOptions(this.#filter, emptyIndex, control), before, looked)
    this.#snapshot = snapshot
    // A saved file that had a digest will be needed: hashing it here saves one prediction.
    const saved = unhashedAt(
      snapshot,
      looked.map(({ path }) => path).filter((path) => isHashed(before, path)),
    )
    if (saved.length > fewFiles || saved.some(({ entry }) => entry.size > smallBytes)) return
    const { entries } = await hashFiles(this.root, saved, { ...control, report: () => undefined }, this.#readers)
    this.#snapshot = withEntries(snapshot, entries)
  }

  /** Hashes these files of the snapshot; files that changed meanwhile are looked at again. */
  async hash(paths: readonly string[], control: Progress): Promise<void> {
    const snapshot = this.#snapshot
    if (snapshot === null) return
    const { entries, moved } = await hashFiles(
      this.root,
      unhashedAt(snapshot, paths),
      { ...control, report: (done) => control.report('hashing', done, paths.length) },
      this.#readers,
    )
    this.#snapshot = withEntries(snapshot, entries)
    this.#hashedFiles += entries.length
    for (const [, { size }] of entries) this.#hashedBytes += size
    if (moved.length > 0)
      await this.rescan(
        moved.map((path) => ({ path, reach: 'tree' })),
        control,
      )
  }

  /**
   * Stores the digests for the next run, if hashing the new files again would cost more than writing all digests. A
   * failure to write only costs speed.
   */
  save(): void {
    if (this.#snapshot === null || this.#hashedFiles === 0) return
    if (this.#hashedFiles * 20 < sizeOf(this.#snapshot).files && this.#hashedBytes < worthSavingBytes) return
    this.#hashedFiles = 0
    this.#hashedBytes = 0
    try {
      const path = this.#indexPath()
      if (path === null) return
      saveIndex(path, this.#snapshot)
      limitDirectory(dirname(path), { now: Date.now() })
    } catch {
      // Nothing is lost that the next run could not hash again.
    }
  }

  #walkOptions(filter: WalkFilter, index: DigestIndex, control: Progress): WalkOptions {
    return {
      root: this.root,
      filter,
      memoryOf: index.memoryOf,
      entering: this.#entering,
      readers: this.#readers,
      report: (entries) => control.report('walking', entries, null),
      signal: control.signal,
    }
  }

  #loadIndex(): DigestIndex {
    try {
      const path = this.#indexPath()
      return path === null ? emptyIndex : loadIndex(path)
    } catch {
      return emptyIndex
    }
  }

  #indexPath(): string | null {
    return indexPath(realpathSync(this.root), this.#environment)
  }
}

function isHashed(tree: DirectoryEntry, path: string): boolean {
  const entry = entryAt(tree, path)
  return entry?.kind === 'file' && entry.contentDigest !== null
}

/**
 * The files among `paths` that are in the tree and have no digest yet. Fastest if paths of one directory are together.
 */
export function unhashedAt(tree: DirectoryEntry, paths: readonly string[]): Unhashed[] {
  const unhashed: Unhashed[] = []
  let directory = ''
  let within: Entry | undefined = tree
  let next = 0
  for (const path of paths) {
    const slash = path.lastIndexOf('/')
    if (slash < 0 ? directory !== '' : slash !== directory.length || !path.startsWith(directory)) {
      directory = slash < 0 ? '' : path.slice(0, slash)
      within = entryAt(tree, directory)
      next = 0
    }
    if (within?.kind !== 'directory') continue
    const index = findNextChild(within.children, path.slice(slash + 1), next)
    const entry = within.children[index]
    next = index + 1
    if (entry?.kind === 'file' && entry.contentDigest === null && entry.unreadable === undefined) {
      unhashed.push({ path, entry })
    }
  }
  return unhashed
}
