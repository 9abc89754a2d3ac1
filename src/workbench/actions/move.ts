import { layoutOf, visibleRows } from '../layout/geometry.ts'
import { type ListModel, listOf, modelOf, nearestSelectable } from '../layout/list-model.ts'
import { imageChoices } from '../rows/image-list-rows.ts'
import { valueOf } from '../state/loaded.ts'
import type { ListPane, PaneName } from '../state/panes.ts'
import type { Cursor, WorkbenchState } from '../state/state.ts'
import { withOverlay, withView } from '../state/with-view.ts'

/** How far: rows, parts of what is visible, or to an end. */
export type Distance = { readonly rows: number } | { readonly pages: number } | { readonly to: 'first' | 'last' }

/** Moves the cursor of the open overlay or the focused pane; what has no cursor scrolls. */
export function move(state: WorkbenchState, distance: Distance): WorkbenchState {
  const { overlay, focus } = state.view
  if (overlay === null) return moveInPane(state, focus, distance)
  const page = Math.max(1, layoutOf(state).overlay?.inside.height ?? 1)
  switch (overlay.kind) {
    case 'waste':
      return state
    case 'images': {
      const model = modelOf(imageChoices({ images: valueOf(state.image.list), query: overlay.query }))
      return withOverlay(state, { ...overlay, cursor: moveCursor(model, overlay.cursor, distance, page) })
    }
    case 'help':
      // Its keys are its own; the wheel moves by rows.
      return withOverlay(state, {
        ...overlay,
        cursor: { id: null, index: scroll(overlay.cursor.index, distance, page) },
      })
    case 'notices':
    case 'file':
      return withOverlay(state, { ...overlay, top: scroll(overlay.top, distance, page) })
  }
}

export function moveInPane(state: WorkbenchState, pane: PaneName, distance: Distance): WorkbenchState {
  const page = visibleRows(state, pane)
  if (pane === 'detail') {
    const top = scroll(state.view.tops.detail, distance, page)
    return withView(state, { tops: { ...state.view.tops, detail: top } })
  }
  return placeCursor(state, pane, moveCursor(listOf(state, pane), state.view.cursors[pane], distance, page))
}

/** Puts a pane's cursor on an item by hand. */
export function placeCursor(state: WorkbenchState, pane: ListPane, cursor: Cursor): WorkbenchState {
  const tops = pane === 'layers' ? { ...state.view.tops, files: 0 } : state.view.tops
  return withView(state, {
    cursors: { ...state.view.cursors, [pane]: cursor },
    tops,
    following: state.view.following && pane !== 'plan',
  })
}

export function moveCursor(model: ListModel, cursor: Cursor, distance: Distance, page: number): Cursor {
  const target = scroll(cursor.index, distance, page, model.count - 1)
  const towards = target >= cursor.index ? 1 : -1
  const index = nearestSelectable(model, target, towards)
  return index < 0 ? cursor : { id: model.idAt(index) ?? null, index }
}

/** The far end is cut off where the picture is settled, unless `last` tells it. */
function scroll(from: number, distance: Distance, page: number, last = Number.MAX_SAFE_INTEGER): number {
  if ('to' in distance) return distance.to === 'first' ? 0 : last
  const by = 'rows' in distance ? distance.rows : Math.trunc(distance.pages * page)
  return Math.max(0, Math.min(last, from + by))
}
