import { type FSWatcher, watch } from 'node:fs'
import type { Hint } from '../../../session/build-files.ts'
import { errorCode } from '../read/context-failure.ts'
import { diskPath, nameFromBytes } from '../tree/file-name.ts'

/**
 * Watches one directory tree, with a watch for each directory that the walk enters; ignored trees cost nothing. It
 * reports hints: paths to look at again.
 *
 * Measured beside chokidar 5 on 100,000 files in 8,334 directories: 8,334 inotify watches instead of 108,335, 28 MB
 * instead of 800 MB, ready in 1.1 s instead of 20 s. It also reports the changes that chokidar 5 misses: a directory
 * removed and made again or swapped by renaming, a file that becomes a directory, and the root itself.
 */
export class DirectoryWatcher {
  /** Absolute. */
  readonly root: string
  readonly #hear: (hint: Hint) => void
  readonly #watches = new Map<string, FSWatcher>()
  #entered = new Set<string>()
  #limit: string | null = null

  constructor(root: string, hear: (hint: Hint) => void) {
    this.root = root
    this.#hear = hear
  }

  /** Watches in use. */
  get size(): number {
    return this.#watches.size
  }

  /** ENOSPC or EMFILE when the system's watches are used up: some directories are not listened to. */
  get limit(): string | null {
    return this.#limit
  }

  isWatching(directory: string): boolean {
    return this.#watches.has(directory)
  }

  /** Watches a directory; call it before reading the directory. A directory that is watched already stays as it is. */
  enter(directory: string): void {
    this.#entered.add(directory)
    if (this.#limit !== null || this.#watches.has(directory)) return
    try {
      const path = directory === '' ? this.root : `${this.root}/${directory}`
      const watcher = watch(diskPath(path), { encoding: 'buffer' }, (event, name) => {
        this.#heard(directory, event, name)
      })
      watcher.on('error', () => {
        // The directory went away under the watch (Windows says so by an error).
        this.forget(directory)
        this.#hear({ path: directory, reach: 'tree' })
      })
      this.#watches.set(directory, watcher)
    } catch (error) {
      const code = errorCode(error)
      // Gone or closed to us: the walk finds that out itself.
      if (code === 'ENOSPC' || code === 'EMFILE' || code === 'ENFILE') this.#limit = code
    }
  }

  /**
   * Call it before a walk of everything: exhausted watches get another try, and the directories entered from now on are
   * noted.
   */
  beginFullWalk(): void {
    this.#limit = null
    this.#entered = new Set()
  }

  /** After a walk of everything: stops listening where it did not come. */
  endFullWalk(): void {
    for (const directory of this.#watches.keys()) if (!this.#entered.has(directory)) this.#close(directory)
    this.#entered = new Set()
  }

  /**
   * Stops watching at and below a path: another directory may have replaced it, perhaps under the same inode number.
   * The caller looks at the tree there again, which starts new watches.
   */
  forget(path: string): void {
    // Below a directory that is not listened to, something is only when watches ran out on the way.
    if (path !== '' && this.#limit === null && !this.#watches.has(path)) return
    const below = `${path}/`
    for (const directory of this.#watches.keys()) {
      if (path === '' || directory === path || directory.startsWith(below)) this.#close(directory)
    }
  }

  close(): void {
    this.forget('')
  }

  #close(directory: string): void {
    this.#watches.get(directory)?.close()
    this.#watches.delete(directory)
  }

  #heard(directory: string, event: string, name: Buffer | null): void {
    // `rename`: something came, went or was replaced; `change`: content or metadata.
    const reach = event === 'rename' ? 'tree' : 'entry'
    if (name === null) return this.#hear({ path: directory, reach: 'tree' })
    const base = nameFromBytes(name)
    this.#hear({ path: directory === '' ? base : `${directory}/${base}`, reach })
  }
}
