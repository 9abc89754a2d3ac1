import { createDiveCount, type DiveFigures } from '../../src/image/analysis/dive-count.ts'
import type { LayerEntry } from '../../src/image/model/image.ts'

/** dive's figures of layers that are at hand as a whole, lowest first. */
export function diveFigures(layers: readonly (readonly LayerEntry[])[]): DiveFigures {
  const count = createDiveCount()
  for (const entries of layers) count.add(entries)
  return count.figures()
}
