import { layoutOf } from '../layout/geometry.ts'
import { type ListPane, listPanes, type PaneName, panes } from '../state/panes.ts'
import type { WorkbenchState } from '../state/state.ts'
import { withMessage, withView } from '../state/with-view.ts'

/** Gives a pane the focus; a detail that stands in its place makes room for it. */
export function focusPane(state: WorkbenchState, pane: PaneName): WorkbenchState {
  const { view } = state
  const imagePane = pane === 'layers' || pane === 'files' ? pane : view.imagePane
  const focused = withView(state, { focus: pane, imagePane })
  const isVisible = layoutOf(focused).panes.some((box) => box.pane === pane)
  return isVisible || view.zoom !== 'normal' || pane === 'detail' ? focused : withView(focused, { detail: null })
}

/** Moves the focus to the next pane, or the one before, round and round. */
export function focusNeighbour(state: WorkbenchState, by: 1 | -1): WorkbenchState {
  const ring = focusable(state)
  const place = ring.indexOf(state.view.focus)
  return focusPane(state, ring[(place + by + ring.length) % ring.length]!)
}

/** Why a pane cannot have the focus, or null. */
export function whyNoPane(state: WorkbenchState, pane: ListPane): string | null {
  return panes[pane].about === 'build' && state.subject.build === null
    ? `${panes[pane].title} needs a build to watch: start layertui with a context directory`
    : null
}

export function cycleZoom(state: WorkbenchState, by: 1 | -1): WorkbenchState {
  const place = zooms.indexOf(state.view.zoom) + by
  const zoom = zooms[place]
  if (zoom === undefined)
    return withMessage(state, by > 0 ? 'Already full size (_ shrinks)' : 'Already at normal size (+ enlarges)')
  return withView(state, { zoom })
}

const zooms = ['normal', 'half', 'full'] as const

function focusable(state: WorkbenchState): readonly PaneName[] {
  const lists: PaneName[] = listPanes.filter((pane) => whyNoPane(state, pane) === null)
  const { detail } = state.view
  if (detail === null) return lists
  // The detail comes after the pane that it tells about, in the place of the one that it covers.
  return lists.flatMap((pane) => {
    if (pane === (detail === 'step' ? 'edits' : 'files')) return ['detail'] as const
    return [pane]
  })
}
