import type { PaneName } from './panes.ts'
import type { WorkbenchState } from './state.ts'

/** Where a key goes: the overlay that is open, else the pane that has the focus. */
export type Place = PaneName | 'help' | 'images' | 'file' | 'waste' | 'notices'

export function placeOf({ view }: WorkbenchState): Place {
  return view.overlay?.kind ?? view.focus
}
