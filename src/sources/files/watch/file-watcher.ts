import { existsSync } from 'node:fs'
import { dirname } from 'node:path'
import type { FSWatcher } from 'chokidar'

/**
 * Listens to single files wherever they are: a Dockerfile outside its context, ignore files, a baseline. They may not
 * exist yet, vanish, and be replaced by renaming, which chokidar tells apart on every platform.
 */
export class LooseFiles {
  readonly #hear: (path: string) => void
  readonly #failed: (error: unknown) => void
  #followed = ''
  #watcher: FSWatcher | null = null
  #watches = 0

  constructor(hear: (path: string) => void, failed: (error: unknown) => void) {
    this.#hear = hear
    this.#failed = failed
  }

  /** inotify watches in use: one for each folder and each file. */
  get watches(): number {
    return this.#watches
  }

  /**
   * Listens to these files (absolute paths) and to no others. Answers whether it listens elsewhere than before: what the
   * files hold has to be read (again) then, as a change before this moment was not heard.
   */
  async follow(paths: readonly string[]): Promise<boolean> {
    const { directories, wanted } = placesOf(paths)
    const followed = [...wanted, '', ...directories].join('\0')
    if (followed === this.#followed || (wanted.size === 0 && this.#watcher === null)) return false
    this.#followed = followed
    await this.#watcher?.close()
    this.#watcher = null
    this.#watches = wanted.size === 0 ? 0 : directories.size + wanted.size
    if (wanted.size === 0) return false
    const { watch } = await import('chokidar')
    // The folders are listened to, as a file that is replaced takes its own watch with it.
    const watcher = watch([...directories], {
      ignoreInitial: true,
      depth: 0,
      ignored: (path) => !directories.has(path) && !wanted.has(path),
    })
    this.#watcher = watcher
    watcher.on('all', (_event, path) => this.#hear(path))
    watcher.on('error', this.#failed)
    await new Promise<void>((resolve) => watcher.once('ready', () => resolve()))
    return true
  }

  async close(): Promise<void> {
    this.#followed = ''
    await this.#watcher?.close()
  }
}

/** The folder to listen to for each file: the nearest that exists, where the next one on the way to the file will appear. */
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
