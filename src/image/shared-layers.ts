/** An image's layers, as far as sharing goes. */
export type LayerStack = { readonly ref: string; readonly diffIds: readonly string[] }

/**
 * For each layer of an image the references of the other images that hold it too, in the order given. A layer is the
 * same where its diff ID is the same and so are all layers below it: that is what an engine stores once.
 */
export function sharedLayers(
  diffIds: readonly string[],
  others: readonly LayerStack[],
): readonly (readonly string[])[] {
  return diffIds.map((_, layer) =>
    others.filter((other) => sharedCount(diffIds, other.diffIds) > layer).map(({ ref }) => ref),
  )
}

/** How many lowest layers two images have in common. */
export function sharedCount(one: readonly string[], other: readonly string[]): number {
  const different = one.findIndex((diffId, i) => diffId !== other[i])
  return different === -1 ? one.length : different
}
