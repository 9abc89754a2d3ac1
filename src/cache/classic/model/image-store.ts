import {
  type ChildImage,
  type ClassicState,
  isSameContent,
  mayBeSameContent,
  type StepContent,
} from '../../model/classic-state.ts'
import { walkDepthFirst } from '../../model/graph/depth-first.ts'

/** The children of one parent that the cache holds for a command. */
export type Match = {
  /** The child that the builder is bound to find. */
  readonly certain: string | null
  /** Children that the builder may find instead; this depends on content that is not known. */
  readonly possible: readonly string[]
}

/**
 * The images of one builder while a build goes on: steps of a stage find what earlier stages of the same build made.
 */
export class ImageStore {
  readonly #known: ClassicState['children']
  readonly #added = new Map<string, ChildImage[]>()
  readonly #aliases = new Map<string, readonly string[]>()
  /** Aliases in both directions. If two images are the same, each has the children of the other. */
  readonly #twins = new Map<string, string[]>()

  constructor(children: ClassicState['children']) {
    this.#known = children
    for (const child of Object.values(children).flat()) this.#noteAliases(child)
  }

  add(parent: string, child: ChildImage): void {
    addTo(this.#added, parent, child)
    this.#noteAliases(child)
  }

  /** The newest child of a command and content wins. Source: moby image/cache/cache.go: getLocalCachedImage. */
  find(parent: string, command: string, content: StepContent): Match {
    const own = this.#like(parent, command)
    const at = own.findLastIndex((child) => isSameContent(child.content, content))
    const certain = own[at]
    // An image that was made where this one was found or missed is this one, or holds something else.
    const rivals = own.slice(at + 1).filter((child) => certain === undefined || !this.#mayBe(child.id, certain.id))
    const elsewhere = certain === undefined ? closure(this.#twins, parent).flatMap((id) => this.#like(id, command)) : []
    const possible = [...rivals, ...elsewhere].filter((child) => mayBeSameContent(child.content, content))
    return { certain: certain?.id ?? null, possible: [...new Set(possible.map((child) => child.id))] }
  }

  hasChildren(parent: string): boolean {
    return this.#known[parent] !== undefined || this.#added.has(parent)
  }

  /** All children made by a command, whatever content they copied. */
  findAny(parent: string, command: string): readonly string[] {
    return [parent, ...closure(this.#twins, parent)].flatMap((id) => this.#like(id, command)).map((child) => child.id)
  }

  /** All images. The builder can only find the newest of several equal children. */
  children(): ClassicState['children'] {
    const children: Record<string, readonly ChildImage[]> = { ...this.#known }
    for (const [parent, added] of this.#added) {
      let kept = children[parent] ?? []
      for (const child of added) kept = [...kept.filter((other) => !isSameChild(other, child)), child]
      children[parent] = kept
    }
    return children
  }

  #like(parent: string, command: string): readonly ChildImage[] {
    const all = [...(this.#known[parent] ?? []), ...(this.#added.get(parent) ?? [])]
    return all.filter((child) => child.command === command)
  }

  #noteAliases({ id, aliases }: ChildImage): void {
    if (aliases.length === 0) return
    this.#aliases.set(id, aliases)
    for (const alias of aliases) {
      addTo(this.#twins, id, alias)
      addTo(this.#twins, alias, id)
    }
  }

  #mayBe(id: string, other: string): boolean {
    return closure(this.#aliases, id).includes(other)
  }
}

function addTo<Value>(lists: Map<string, Value[]>, name: string, value: Value): void {
  const list = lists.get(name)
  if (list === undefined) lists.set(name, [value])
  else list.push(value)
}

/** Everything that can be reached from one image, without itself. */
function closure(links: ReadonlyMap<string, readonly string[]>, from: string): readonly string[] {
  const found = new Set<string>()
  walkDepthFirst(from, (id) => links.get(id) ?? [], {
    enter(id) {
      if (found.has(id)) return false
      found.add(id)
      return true
    },
    leave() {},
  })
  found.delete(from)
  return [...found]
}

const isSameChild = (a: ChildImage, b: ChildImage): boolean =>
  a.command === b.command && isSameContent(a.content, b.content)
