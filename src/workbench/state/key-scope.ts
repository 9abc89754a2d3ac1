import type { PaneName } from './panes.ts'
import type { WorkbenchState } from './state.ts'

/** Where a key goes: the overlay that is open, else the pane that has the focus. */
export type KeyScope = PaneName | 'help' | 'images' | 'file' | 'waste' | 'notices'

export function keyScopeOf({ view }: WorkbenchState): KeyScope {
  return view.overlay?.kind ?? view.focus
}
