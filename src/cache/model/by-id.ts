type Named = { readonly id: string }

const indexes = new WeakMap<readonly Named[], ReadonlyMap<string, Named>>()

/**
 * The first of a list with this id. The list is looked through once and must not change afterwards: a build may have
 * thousands of steps, each of which is asked for several times.
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
