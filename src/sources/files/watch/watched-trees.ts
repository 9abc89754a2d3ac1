import { lstatSync, statSync } from 'node:fs'
import { FailureError } from '../../../diagnostics/failure.ts'
import { type ContextKey, type ContextSnapshot, contextKey } from '../../../session/build-files.ts'
import type {
  ContextToLookAt,
  ContextToWalk,
  ContextTrees,
  LookedAt,
  LookScope,
  Progress,
} from '../../../session/ports.ts'
import { namedFailure } from '../read/context-fault.ts'
import { ContextTree } from '../tree/context-tree.ts'
import { diskPath } from '../tree/file-name.ts'
import type { DirectoryWatcher } from './directory-watcher.ts'

type OpenContext = {
  readonly tree: ContextTree
  /** null: nothing is watched. */
  readonly watcher: DirectoryWatcher | null
  /** Device and inode of the directory as walked; null: no walk has ended. */
  identity: string | null
}

/** One watcher for each context. */
export interface TreeWatchers {
  watcherOf(context: ContextKey, root: string): DirectoryWatcher
  keepOnly(contexts: readonly ContextKey[]): void
}

/** Contexts on this machine's disk, each directory watched before it is read. */
export class WatchedTrees implements ContextTrees {
  readonly #environment: NodeJS.ProcessEnv
  readonly #watchers: TreeWatchers | null
  readonly #open = new Map<ContextKey, OpenContext>()

  constructor(options: {
    /** The process's: says where digests are remembered. */
    readonly environment: NodeJS.ProcessEnv
    /** The watcher of the contexts; null: they are read once. */
    readonly watchers: TreeWatchers | null
  }) {
    this.#environment = options.environment
    this.#watchers = options.watchers
  }

  async walk(context: ContextToWalk, progress: Progress): Promise<ContextSnapshot> {
    const { key, root, rules } = context
    const open = this.#openAt(key, root)
    const identity = identityOf(root)
    open.identity = null
    open.watcher?.beginFullWalk()
    try {
      await open.tree.walk(rules, progress)
    } catch (error) {
      throw error instanceof FailureError && key !== contextKey(null)
        ? new FailureError(namedFailure(key, error.failure), { cause: error })
        : error
    }
    open.watcher?.endFullWalk()
    open.identity = identity
    return snapshotOf(key, open)
  }

  async look(context: ContextToLookAt, reach: LookScope, progress: Progress): Promise<LookedAt> {
    const { key, root, hints } = context
    const open = this.#openAt(key, root)
    const ignoredFiles = context.ignored.filter((path) => isFile(`${root}/${path}`))
    if (reach === 'all anew' || identityOf(root) !== open.identity) {
      open.watcher?.forget('')
      return { ...(await this.walk(context, progress)), ignoredFiles }
    }
    // An entry that came, went or was replaced may be a directory; a new directory under an old name has no watch yet.
    for (const hint of hints) if (hint.reach === 'tree') open.watcher?.forget(hint.path)
    if (reach === 'all') return { ...(await this.walk(context, progress)), ignoredFiles }
    if (hints.length > 0) await open.tree.rescan(hints, progress)
    return { ...snapshotOf(key, open), ignoredFiles }
  }

  async hash(key: ContextKey, paths: readonly string[], progress: Progress): Promise<ContextSnapshot> {
    const open = this.#open.get(key)
    if (open === undefined) throw new Error(`a context ${key} was never walked`)
    await open.tree.hash(paths, progress)
    return snapshotOf(key, open)
  }

  keepOnly(keys: readonly ContextKey[]): void {
    for (const key of this.#open.keys()) if (!keys.includes(key)) this.#open.delete(key)
    this.#watchers?.keepOnly(keys)
  }

  save(): void {
    for (const { tree } of this.#open.values()) tree.save()
  }

  #openAt(key: ContextKey, root: string): OpenContext {
    const known = this.#open.get(key)
    if (known !== undefined) return known
    const watcher = this.#watchers?.watcherOf(key, root) ?? null
    const entering = watcher === null ? undefined : (directory: string) => watcher.enter(directory)
    const tree = new ContextTree({ root, environment: this.#environment, ...(entering && { entering }) })
    const open = { tree, watcher, identity: null }
    this.#open.set(key, open)
    return open
  }
}

function snapshotOf(key: ContextKey, { tree }: OpenContext): ContextSnapshot {
  if (tree.snapshot === null) throw new Error('a walk ended without a snapshot')
  return { key, tree: tree.snapshot }
}

function identityOf(root: string): string {
  try {
    const { dev, ino } = statSync(root)
    return `${dev}:${ino}`
  } catch {
    return 'missing'
  }
}

function isFile(path: string): boolean {
  try {
    return !lstatSync(diskPath(path)).isDirectory()
  } catch {
    return false
  }
}
