type Named = { readonly id: string }

const indexes = new WeakMap<readonly Named[], ReadonlyMap<string, Named>>()

/**
 * Finds the first element with this id. The list must not change afterwards: its ids are indexed once, because a build
 * may have thousands of steps that are looked up several times.
 */
export function findById<Element extends Named>(list: readonly Element[], id: string | null): Element | undefined {
  if (id === null) return undefined
  let index = indexes.get(list)
  if (index === undefined) {
    index = new Map(list.toReversed().map((element) => [element.id, element]))
    indexes.set(list, index)
  }
  return index.get(id) as Element | undefined
}
