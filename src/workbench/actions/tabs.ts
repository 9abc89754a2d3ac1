import type { PlanTab } from '../state/panes.ts'
import type { WorkbenchState } from '../state/state.ts'
import { tabsOf } from '../state/tabs.ts'
import { withView } from '../state/with-view.ts'

/** Opens a tab of the Plan pane, with the cursor on its first row; the pane has the focus. */
export function openTab(state: WorkbenchState, planTab: PlanTab): WorkbenchState {
  return withView(state, {
    planTab,
    focus: 'plan',
    detail: null,
    cursors: { ...state.view.cursors, plan: { id: null, index: 0 } },
    tops: { ...state.view.tops, plan: 0 },
  })
}

/** Why the focused pane has no other tab, or null. */
export function whyNoTab(state: WorkbenchState): string | null {
  const pane = state.view.focus === 'detail' ? 'plan' : state.view.focus
  return tabsOf(state, pane).length > 1 ? null : 'This pane has no tabs'
}
