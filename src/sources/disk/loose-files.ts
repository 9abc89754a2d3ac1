import { dirname } from 'node:path'
import type { FSWatcher } from 'chokidar'

/**
 * Listens to single files wherever they are: a Dockerfile outside its context, ignore files, a baseline. They may not
 * exist yet, vanish, and be replaced by renaming, which chokidar tells apart on every platform.
 */
export class LooseFiles {
  readonly #hear: (path: string) => void
  readonly #failed: (error: unknown) => void
  #wanted: ReadonlySet<string> = new Set()
  #watcher: FSWatcher | null = null

  constructor(hear: (path: string) => void, failed: (error: unknown) => void) {
    this.#hear = hear
    this.#failed = failed
  }

  get size(): number {
    return this.#wanted.size
  }

  /** Listens to these files (absolute paths) and to no others. */
  async follow(paths: readonly string[]): Promise<void> {
    const wanted = new Set(paths)
    if (wanted.size === this.#wanted.size && paths.every((path) => this.#wanted.has(path))) return
    this.#wanted = wanted
    await this.#watcher?.close()
    this.#watcher = null
    if (wanted.size === 0) return
    const { watch } = await import('chokidar')
    if (this.#wanted !== wanted) return
    // The folders are listened to, as a file that is replaced takes its own watch with it.
    const folders = new Set(paths.map((path) => dirname(path)))
    this.#watcher = watch([...folders], {
      ignoreInitial: true,
      depth: 0,
      ignored: (path) => !folders.has(path) && !wanted.has(path),
    })
    this.#watcher.on('all', (_event, path) => this.#hear(path))
    this.#watcher.on('error', this.#failed)
  }

  async close(): Promise<void> {
    this.#wanted = new Set()
    await this.#watcher?.close()
  }
}
