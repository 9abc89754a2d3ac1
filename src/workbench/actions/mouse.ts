import { cellWidth } from '../../text/cells.ts'
import { layoutOf, paneAt } from '../layout/geometry.ts'
import { listOf } from '../layout/list-model.ts'
import { imageChoices } from '../rows/image-list-rows.ts'
import type { Transition } from '../state/effect.ts'
import { stay } from '../state/effect.ts'
import { valueOf } from '../state/loaded.ts'
import { type ListPane, paneTab } from '../state/panes.ts'
import type { WorkbenchState } from '../state/state.ts'
import { withOverlay } from '../state/with-view.ts'
import { focusPane } from './focus.ts'
import { move, moveInPane, placeCursor } from './move.ts'
import { openChosen } from './open.ts'

/** Rows that one turn of the wheel moves. */
const wheelRows = 3

/** A click gives a pane the focus and chooses the row; a click on the chosen row opens it. */
export function clickAt(state: WorkbenchState, x: number, y: number): Transition {
  if (state.view.overlay !== null) return clickInOverlay(state, y)
  const box = paneAt(state, x, y)
  if (box === null) return stay(state)
  if (box.pane === 'detail') return stay(focusPane(state, 'detail'))
  const focused = focusPane(state, box.pane)
  const row = y - box.inside.y
  if (row < 0 || row >= box.inside.height) return stay(clickOnTitle(focused, box.pane, x - box.box.x))
  const index = state.view.tops[box.pane] + row
  const list = listOf(state, box.pane)
  const id = list.idAt(index)
  if (id === undefined || !list.isSelectable(index)) return stay(focused)
  const isChosen = state.view.focus === box.pane && state.view.cursors[box.pane].id === id
  return isChosen ? openChosen(focused) : stay(placeCursor(focused, box.pane, { id, index }))
}

/** The wheel moves what is under the pointer, whatever has the focus. */
export function scrollAt(state: WorkbenchState, x: number, y: number, by: 1 | -1): WorkbenchState {
  const distance = { rows: by * wheelRows }
  if (state.view.overlay !== null) return move(state, distance)
  const box = paneAt(state, x, y)
  return box === null ? state : moveInPane(state, box.pane, distance)
}

/** Where Layers and Files share a place, their names stand side by side in its border, after the corner. */
function clickOnTitle(state: WorkbenchState, pane: ListPane, x: number): WorkbenchState {
  if (pane !== 'layers' && pane !== 'files') return state
  if (layoutOf(state).panes.filter((box) => box.pane === 'layers' || box.pane === 'files').length === 2) return state
  const endOfLayers = 1 + cellWidth(paneTab('layers'))
  const endOfFiles = endOfLayers + 1 + cellWidth(paneTab('files'))
  if (x >= 1 && x < endOfLayers) return focusPane(state, 'layers')
  return x > endOfLayers && x < endOfFiles ? focusPane(state, 'files') : state
}

function clickInOverlay(state: WorkbenchState, y: number): Transition {
  const { overlay } = state.view
  const at = layoutOf(state).overlay
  if (overlay?.kind !== 'images' || at === null) return stay(state)
  const rows = imageChoices({ images: valueOf(state.image.list), query: overlay.query })
  const rowInside = y - at.inside.y
  const index = overlay.top + rowInside
  const row = rows[index]
  if (row === undefined || rowInside < 0 || rowInside >= at.inside.height) return stay(state)
  return overlay.cursor.id === row.id
    ? openChosen(state)
    : stay(withOverlay(state, { ...overlay, cursor: { id: row.id, index } }))
}
