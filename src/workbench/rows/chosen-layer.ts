import type { WorkbenchState } from '../state/state.ts'
import { shownLayers } from './shown-layers.ts'

/** The layer whose files are shown: the one under the cursor, or the nearest below it when a metadata row is chosen. */
export function chosenLayer(state: WorkbenchState): number {
  const rows = shownLayers(state)
  const place = rows.findIndex(({ id }) => id === state.view.cursors.layers.id)
  for (let index = place; index >= 0; index--) {
    const row = rows[index]!
    if (row.kind === 'layer') return row.layer
  }
  return 0
}
