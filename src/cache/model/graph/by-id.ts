import { memoizeEach } from '../../../memo/memoize.ts'

type Named = { readonly id: string }

const indexOf = memoizeEach(
  (list: readonly Named[]): ReadonlyMap<string, Named> =>
    new Map(list.toReversed().map((element) => [element.id, element])),
)

/**
 * Finds the first element with this id. The list must not change afterwards: its ids are indexed once, because a build
 * may have thousands of steps that are looked up several times.
 */
export function findById<Element extends Named>(list: readonly Element[], id: string | null): Element | undefined {
  return id === null ? undefined : (indexOf(list).get(id) as Element | undefined)
}
