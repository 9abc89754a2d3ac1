import { existsSync } from 'node:fs'
import { dirname } from 'node:path'
import type { FSWatcher } from 'chokidar'

/** A fault of the system (no watches left, a file system that went away) is often gone soon after. */
const retryMs = 2000

/**
 * Watches single files anywhere: a Dockerfile outside its context, ignore files, a baseline. They may not exist yet,
 * vanish, and be replaced by renaming; chokidar handles this on every platform.
 */
export class FileWatcher {
  readonly #hear: (path: string) => void
  readonly #failed: () => void
  #followed = ''
  #fault: string | null = null
  #failedAt = 0
  #watcher: FSWatcher | null = null
  #watches = 0

  /** `failed`: a new fault occurred, see `fault`. */
  constructor(hear: (path: string) => void, failed: () => void) {
    this.#hear = hear
    this.#failed = failed
  }

  /** inotify watches in use: one for each directory and each file. */
  get watches(): number {
    return this.#watches
  }

  /** The system's code for why some of the files cannot be watched; null: all are watched. */
  get fault(): string | null {
    return this.#fault
  }

  /**
   * Watches exactly these files (absolute paths). After a fault it starts again, because the cause may be gone. Returns
   * whether the set of watches changed: the files have to be read again then, because an earlier change was not
   * reported.
   */
  async follow(paths: readonly string[]): Promise<boolean> {
    const { directories, wanted } = placesOf(paths)
    const followed = [...wanted, '', ...directories].join('\0')
    const retries = this.#fault !== null && Date.now() - this.#failedAt >= retryMs
    const unchanged = followed === this.#followed && !retries
    if (unchanged || (wanted.size === 0 && this.#watcher === null)) return false
    this.#fault = null
    this.#followed = followed
    await this.#watcher?.close()
    this.#watcher = null
    this.#watches = wanted.size === 0 ? 0 : directories.size + wanted.size
    if (wanted.size === 0) return false
    const { watch } = await import('chokidar')
    // The directories are watched, because a replaced file takes its own watch with it.
    const watcher = watch([...directories], {
      ignoreInitial: true,
      depth: 0,
      ignored: (path) => !directories.has(path) && !wanted.has(path),
    })
    this.#watcher = watcher
    watcher.on('all', (_event, path) => this.#hear(path))
    watcher.on('error', (error) => {
      if (watcher !== this.#watcher) return
      this.#fault = (error as NodeJS.ErrnoException).code ?? 'EUNKNOWN'
      this.#failedAt = Date.now()
      this.#failed()
    })
    await new Promise<void>((resolve) => watcher.once('ready', () => resolve()))
    return true
  }

  async close(): Promise<void> {
    this.#followed = ''
    await this.#watcher?.close()
  }
}

/**
 * The directory to watch for each file: the nearest existing one, in which the next directory on the way will appear.
 */
function placesOf(paths: readonly string[]): { readonly directories: Set<string>; readonly wanted: Set<string> } {
  const directories = new Set<string>()
  const wanted = new Set<string>()
  for (const path of paths) {
    let [directory, awaited] = [dirname(path), path]
    while (!existsSync(directory) && dirname(directory) !== directory)
      [directory, awaited] = [dirname(directory), directory]
    directories.add(directory)
    wanted.add(awaited)
  }
  return { directories, wanted }
}
