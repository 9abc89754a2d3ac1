import type { WorkbenchState } from '../state/state.ts'
import { imageAndPlan } from './layer-origins.ts'
import { type LayerRow, layerRows } from './layer-rows.ts'

/** The rows of the Layers pane as they are asked for now. */
export function shownLayers(state: WorkbenchState): readonly LayerRow[] {
  const { metadataRows, filters } = state.view
  return layerRows({ ...imageAndPlan(state), metadataRows, filter: filters.layers })
}
