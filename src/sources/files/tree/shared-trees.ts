import type { DirectoryEntry } from '../../../context/tree/entry.ts'
import type { ContextSnapshot } from '../../../session/build-files.ts'
import type {
  ContextToLookAt,
  ContextToWalk,
  ContextTrees,
  LookedAt,
  LookScope,
  Progress,
} from '../../../session/ports.ts'

/** Snapshots that several builds of one moment share: a directory is walked and hashed once under the same rules. */
export class SharedTrees {
  readonly #trees: ContextTrees
  readonly #known = new Map<string, DirectoryEntry>()

  constructor(trees: ContextTrees) {
    this.#trees = trees
  }

  /** The trees of one build. */
  open(): ContextTrees {
    const names = new Map<string, string>()
    const named = (key: string): string => names.get(key) ?? key
    const keep = ({ key, tree }: ContextSnapshot, asked: string): ContextSnapshot => {
      this.#known.set(key, tree)
      return { key: asked, tree }
    }
    return {
      walk: async (context: ContextToWalk, progress: Progress) => {
        const shared = sharedName(context)
        names.set(context.key, shared)
        const tree = this.#known.get(shared)
        if (tree !== undefined) return { key: context.key, tree }
        return keep(await this.#trees.walk({ ...context, key: shared }, progress), context.key)
      },
      look: async (context: ContextToLookAt, reach: LookScope, progress: Progress): Promise<LookedAt> => {
        const looked = await this.#trees.look({ ...context, key: named(context.key) }, reach, progress)
        return { ...looked, ...keep(looked, context.key) }
      },
      hash: async (key, paths, progress) => keep(await this.#trees.hash(named(key), paths, progress), key),
      keepOnly: () => undefined,
      save: () => this.#trees.save(),
    }
  }
}

const sharedName = ({ root, rules }: ContextToWalk): string =>
  JSON.stringify([root, ...rules.patterns.map(({ text, exception }) => `${exception ? '!' : ''}${text}`)])
