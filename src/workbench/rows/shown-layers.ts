import { valueOf } from '../state/loaded.ts'
import type { WorkbenchState } from '../state/state.ts'
import { type LayerRow, layerRows } from './layer-rows.ts'

/** The rows of the Layers pane as they are asked for now. */
export function shownLayers({ build, image, view }: WorkbenchState): readonly LayerRow[] {
  return layerRows(valueOf(image.details), build.plan, build.knownBases, view.metadataRows, view.filters.layers)
}
