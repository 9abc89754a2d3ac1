import type { ContextKey, Hint } from '../../../session/build-files.ts'
import type { Batch, ChangeFeed, Watching } from '../../../session/ports.ts'
import { DirectoryWatcher } from './directory-watcher.ts'
import { FileWatcher } from './file-watcher.ts'

/** A save is several events within a millisecond or two (write, rename, chmod); they are one batch. */
const quietMs = 12
/** A steady stream of events is looked at this often. */
const timeoutMs = 250
/**
 * The kernel's queue of events is limited (16,384 by default), and an overflow is not reported. Beyond this number, a
 * walk of everything is cheaper than single looks, and certain.
 */
const manyEvents = 2000

/** Collects the hints of the watchers into batches and reports each when it is due. */
export class ChangeBatcher implements ChangeFeed {
  readonly #heard: (batch: Batch) => void
  readonly #watchers = new Map<ContextKey, DirectoryWatcher>()
  readonly #files: FileWatcher
  #hints = new Map<ContextKey, Map<string, Hint>>()
  #events = 0
  #since: number | null = null
  #timer: NodeJS.Timeout | null = null

  constructor(heard: (batch: Batch) => void) {
    this.#heard = heard
    this.#files = new FileWatcher(
      () => this.#note(),
      () => this.#note(),
    )
  }

  get #watches(): number {
    let count = this.#files.watches
    for (const watcher of this.#watchers.values()) count += watcher.size
    return count
  }

  /** Why some changes cannot be heard: ENOSPC, EMFILE or another code; null: all are. */
  get limit(): string | null {
    for (const watcher of this.#watchers.values()) if (watcher.limit !== null) return watcher.limit
    return this.#files.fault
  }

  watcherOf(context: string, root: string): DirectoryWatcher {
    const known = this.#watchers.get(context)
    if (known !== undefined) return known
    const watcher = new DirectoryWatcher(root, (hint) => this.#noteHint(context, hint))
    this.#watchers.set(context, watcher)
    return watcher
  }

  /** Stops listening to contexts other than these. */
  keepOnly(contexts: readonly string[]): void {
    for (const [context, watcher] of this.#watchers) {
      if (contexts.includes(context)) continue
      watcher.close()
      this.#watchers.delete(context)
    }
  }

  /** Listens to these files, as far as no context's watcher hears of them anyway. */
  async follow(files: readonly string[]): Promise<Watching> {
    const elsewhere = await this.#files.follow(files.filter((path) => !this.#hears(path)))
    return { elsewhere, watches: this.#watches, limit: this.limit }
  }

  async close(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.keepOnly([])
    await this.#files.close()
  }

  #hears(path: string): boolean {
    for (const watcher of this.#watchers.values()) {
      const prefix = watcher.root.endsWith('/') ? watcher.root : `${watcher.root}/`
      if (!path.startsWith(prefix)) continue
      const inside = path.slice(prefix.length)
      const slash = inside.lastIndexOf('/')
      if (watcher.isWatching(slash < 0 ? '' : inside.slice(0, slash))) return true
    }
    return false
  }

  #noteHint(context: string, hint: Hint): void {
    const paths = this.#hints.get(context) ?? new Map<string, Hint>()
    if (paths.get(hint.path)?.reach !== 'tree') paths.set(hint.path, hint)
    this.#hints.set(context, paths)
    this.#note()
  }

  #note(): void {
    this.#events++
    this.#since ??= Date.now()
    const waited = Date.now() - this.#since
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#ring(), Math.max(0, Math.min(quietMs, timeoutMs - waited)))
  }

  #ring(): void {
    const hints = new Map([...this.#hints].map(([context, paths]) => [context, [...paths.values()]] as const))
    const batch = { at: this.#since ?? Date.now(), hints, doubt: this.#events > manyEvents }
    this.#hints = new Map()
    this.#events = 0
    this.#since = null
    this.#timer = null
    this.#heard(batch)
  }
}
