import type { Hint } from '../tree/walk-context.ts'
import { DirectoryWatcher } from './directory-watcher.ts'
import { LooseFiles } from './file-watcher.ts'

/** What was heard since the last look: where to look again. */
export type Batch = {
  /** When the first of it was heard, milliseconds since 1970. */
  readonly at: number
  /** Paths by context, as `contextKey` names it. */
  readonly hints: ReadonlyMap<string, readonly Hint[]>
  /** Too much was heard to be sure that nothing was missed: look at everything. */
  readonly doubt: boolean
}

/** A save is several events within a millisecond or two (write, rename, chmod); they are one batch. */
const quietMs = 12
/** A steady stream of events is looked at this often. */
const patienceMs = 250
/**
 * The kernel's queue of events is limited (16,384 by default) and an overflow is not told; beyond this many at once a walk
 * of everything is cheaper than single looks, and sure.
 */
const manyEvents = 2000

/** Collects what the watchers hear into batches and calls `wake` when one is due. */
export class Listening {
  readonly #wake: () => void
  readonly #watchers = new Map<string, DirectoryWatcher>()
  readonly #loose: LooseFiles
  #hints = new Map<string, Map<string, Hint>>()
  #events = 0
  #since: number | null = null
  #timer: NodeJS.Timeout | null = null
  #due = false
  #doubt = false

  constructor(wake: () => void) {
    this.#wake = wake
    this.#loose = new LooseFiles(
      () => this.#note(),
      () => this.#note(),
    )
  }

  /** A batch waits to be taken. */
  get isDue(): boolean {
    return this.#due
  }

  /** inotify watches in use. */
  get watches(): number {
    let count = this.#loose.watches
    for (const watcher of this.#watchers.values()) count += watcher.size
    return count
  }

  /** Why some changes cannot be heard: ENOSPC, EMFILE or another code; null: all are. */
  get limit(): string | null {
    for (const watcher of this.#watchers.values()) if (watcher.limit !== null) return watcher.limit
    return this.#loose.fault
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

  /** Listens to these files, as far as no context's watcher hears of them anyway. Answers as `LooseFiles.follow`. */
  followFiles(paths: readonly string[]): Promise<boolean> {
    return this.#loose.follow(paths.filter((path) => !this.#hears(path)))
  }

  /** Something else gave cause to look: everywhere, or only at the files named by the build. */
  raise(reason: { readonly doubt: boolean }): void {
    if (reason.doubt) this.#doubt = true
    this.#ring()
  }

  /** What was heard; null when nothing was. */
  take(): Batch | null {
    if (!this.#due) return null
    const hints = new Map([...this.#hints].map(([context, paths]) => [context, [...paths.values()]] as const))
    const batch = { at: this.#since ?? Date.now(), hints, doubt: this.#doubt || this.#events > manyEvents }
    this.#hints = new Map()
    this.#events = 0
    this.#since = null
    this.#due = false
    this.#doubt = false
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
    return batch
  }

  async close(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.keepOnly([])
    await this.#loose.close()
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
    if (this.#due) return
    const waited = Date.now() - this.#since
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#ring(), Math.max(0, Math.min(quietMs, patienceMs - waited)))
  }

  #ring(): void {
    this.#due = true
    this.#wake()
  }
}
