import { createDiveCount, type DiveFigures } from '../../src/image/analysis/dive-count.ts'
import type { LayerEntry } from '../../src/image/model/image.ts'
import type { ImageTree } from '../../src/image/tree/image-tree.ts'

/** dive's figures of layers that are at hand as a whole, lowest first, and the tree that they make. */
export function diveFigures(layers: readonly (readonly LayerEntry[])[], tree: ImageTree): DiveFigures {
  const count = createDiveCount()
  for (const [i, entries] of layers.entries()) count.add(entries, { ...tree, layerCount: i + 1 })
  return count.figures()
}
