import type { WorkbenchState } from '../state/state.ts'
import { withMessage, withOverlay, withView } from '../state/with-view.ts'

/** One step out of what was opened last: overlay, detail, filter, zoom; then the plan follows the saves again. */
export function goBack(state: WorkbenchState): WorkbenchState {
  const { view } = state
  if (view.overlay !== null) return withOverlay(state, null)
  if (view.detail !== null)
    return withView(state, { detail: null, focus: view.focus === 'detail' ? ownerOf(view.detail) : view.focus })
  if (view.focus !== 'detail' && view.filters[view.focus] !== '')
    return withView(state, { filters: { ...view.filters, [view.focus]: '' } })
  if (view.openedFolds.size > 0) return withView(state, { openedFolds: new Set() })
  if (view.zoom !== 'normal') return withView(state, { zoom: 'normal' })
  if (state.subject.build !== null && !view.following) return withView(state, { following: true })
  return withMessage(state, 'Nothing to close (q quits)')
}

function ownerOf(detail: 'step' | 'layer') {
  return detail === 'step' ? 'plan' : 'layers'
}
