import { statSync } from 'node:fs'
import { contextKey, isWalked, type OpenContext, walkOne } from '../build/build-files.ts'
import type { TreeControl } from '../tree/context-tree.ts'
import type { Batch, Listening } from './change-batcher.ts'

/** Keeps the snapshots of contexts current with what is heard, and listening with what is walked. */
export class TreeKeeper {
  readonly #listening: Listening
  /** Inode of each context's directory, as walked, by `contextKey`. */
  readonly #roots = new Map<string, string>()
  #walkMs = 0

  constructor(listening: Listening) {
    this.#listening = listening
  }

  /** How long the last walk of a whole context took. */
  get walkMs(): number {
    return this.#walkMs
  }

  /** Walks contexts that are new or whose rules changed. Throws as `walkOne` does. */
  async walkNew(contexts: readonly OpenContext[], control: TreeControl): Promise<void> {
    for (const context of contexts) if (!isWalked(context)) await this.#walk(context, control)
    this.#listening.keepOnly(contexts.map(({ name }) => contextKey(name)))
  }

  /** Looks at everything again, without cause to believe that a watch has gone deaf. */
  async walkAll(contexts: readonly OpenContext[], control: TreeControl): Promise<void> {
    for (const context of contexts) await this.#walk(context, control)
  }

  /** Looks again where something was heard, and at all of a context that was replaced or cannot be trusted. */
  async lookAgain(contexts: readonly OpenContext[], batch: Batch | null, control: TreeControl): Promise<void> {
    for (const context of contexts) {
      if (!isWalked(context)) continue
      const key = contextKey(context.name)
      const { root } = context.tree
      const watcher = this.#listening.watcherOf(key, root)
      const hints = batch?.hints.get(key) ?? []
      if (batch?.doubt || rootIdentity(root) !== this.#roots.get(key)) {
        watcher.forget('')
        await this.#walk(context, control)
      } else if (hints.length > 0) {
        // What came, went or was replaced may be a directory: another one under the same name has no watch yet.
        for (const { path, reach } of hints) if (reach === 'tree') watcher.forget(path)
        await context.tree.rescan(hints, control)
      }
    }
  }

  async #walk(context: OpenContext, control: TreeControl): Promise<void> {
    const key = contextKey(context.name)
    const { root } = context.tree
    const watcher = this.#listening.watcherOf(key, root)
    const startedAt = performance.now()
    const identity = rootIdentity(root)
    this.#roots.delete(key)
    watcher.beginFullWalk()
    await walkOne(context, control)
    watcher.endFullWalk()
    this.#roots.set(key, identity)
    this.#walkMs = performance.now() - startedAt
  }
}

function rootIdentity(root: string): string {
  try {
    const { dev, ino } = statSync(root)
    return `${dev}:${ino}`
  } catch {
    return 'missing'
  }
}
