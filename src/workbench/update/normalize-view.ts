import { boxIn, layoutOf } from '../layout/geometry.ts'
import type { Layout } from '../layout/layout.ts'
import { type ListModel, listOf, modelOf, nearestSelectable } from '../layout/list-model.ts'
import { helpRows } from '../overlays/help-rows.ts'
import { helpLinesOf, overlayLineCount } from '../overlays/overlay-lines.ts'
import { detailLines } from '../panes/detail-lines.ts'
import { imageChoices } from '../rows/image-list-rows.ts'
import { valueOf } from '../state/loaded.ts'
import { type ListPane, listPanes, type PaneName } from '../state/panes.ts'
import type { Cursor, Overlay, ViewState, WorkbenchState } from '../state/state.ts'

/**
 * Puts the view in order after anything happened: cursors on rows that exist, windows around their cursors, nothing
 * scrolled beyond its end. Parts that are in order already keep their identity.
 */
export function settle(state: WorkbenchState): WorkbenchState {
  // The files hang on the chosen layer: one list after the other.
  const chosen = listPanes.reduce(settleCursor, state)
  const layout = layoutOf(chosen)
  const view = { ...chosen.view }
  const tops: Record<PaneName, number> = { ...view.tops }
  for (const pane of listPanes) tops[pane] = settleTop(chosen, pane, layout)
  tops.detail = settleDetail(chosen, layout)
  const settled: ViewState = {
    ...view,
    tops: sameNumbers(tops, view.tops) ? view.tops : tops,
    overlay: settleOverlay(chosen, layout),
  }
  const isSettled = settled.tops === state.view.tops && settled.overlay === view.overlay
  return isSettled ? chosen : { ...chosen, view: settled }
}

function settleCursor(state: WorkbenchState, pane: ListPane): WorkbenchState {
  const cursor = state.view.cursors[pane]
  const settled = settledCursor(listOf(state, pane), cursor)
  if (settled === cursor) return state
  return { ...state, view: { ...state.view, cursors: { ...state.view.cursors, [pane]: settled } } }
}

/** The same item where it is now; where it is gone, what took its place. */
export function settledCursor(model: ListModel, cursor: Cursor): Cursor {
  const found = cursor.id === null ? -1 : model.indexOf(cursor.id)
  if (found >= 0) return found === cursor.index ? cursor : { id: cursor.id, index: found }
  const index = nearestSelectable(model, cursor.index, 1)
  if (index < 0) return cursor.id === null && cursor.index === 0 ? cursor : { id: null, index: 0 }
  return { id: model.idAt(index) ?? null, index }
}

function settleTop(state: WorkbenchState, pane: ListPane, layout: Layout): number {
  const height = boxIn(layout, pane)?.inside.height ?? 0
  return windowTop({
    top: state.view.tops[pane],
    cursor: state.view.cursors[pane].index,
    count: listOf(state, pane).count,
    height,
  })
}

/** The first row to show: as little moved as keeps the cursor in sight with its neighbours around it. */
export function windowTop(list: { top: number; cursor: number; count: number; height: number }): number {
  const { top, cursor, count, height } = list
  if (height <= 0) return top
  const margin = Math.min(3, Math.floor((height - 1) / 3))
  const lowest = Math.max(0, count - height)
  const wanted = Math.min(Math.max(top, cursor + margin - height + 1), cursor - margin)
  return Math.max(0, Math.min(lowest, wanted))
}

function settleDetail(state: WorkbenchState, layout: Layout): number {
  const box = boxIn(layout, 'detail')
  if (box === null) return 0
  const lowest = detailLines(state, box.inside.width).length - box.inside.height
  return Math.max(0, Math.min(state.view.tops.detail, lowest))
}

function settleOverlay(state: WorkbenchState, layout: Layout): Overlay | null {
  const { overlay } = state.view
  if (overlay === null || overlay.kind === 'waste' || layout.overlay === null) return overlay
  const { width, height } = layout.overlay.inside
  if (overlay.kind === 'help') return settleHelp(state, overlay, { width, height })
  if (overlay.kind !== 'images') {
    const lowest = Math.max(0, overlayLineCount(state, overlay, width) - height)
    return overlay.top <= lowest ? overlay : { ...overlay, top: lowest }
  }
  const model = modelOf(imageChoices({ images: valueOf(state.image.list), query: overlay.query }))
  const cursor = settledCursor(model, overlay.cursor)
  const top = windowTop({ top: overlay.top, cursor: cursor.index, count: model.count, height })
  return cursor === overlay.cursor && top === overlay.top ? overlay : { ...overlay, cursor, top }
}

function settleHelp(
  state: WorkbenchState,
  help: Extract<Overlay, { kind: 'help' }>,
  { width, height }: { readonly width: number; readonly height: number },
): Overlay {
  const cursor = settledCursor(modelOf(helpRows({ focus: state.view.focus, query: help.query })), help.cursor)
  const lines = helpLinesOf(state, { ...help, cursor }, width)
  const at = lines.findIndex(({ row }) => row === cursor.id)
  const end = lines.findLastIndex(({ row }) => row === cursor.id)
  const around = { top: help.top, count: lines.length, height }
  const top = windowTop({ ...around, top: windowTop({ ...around, cursor: Math.max(0, end) }), cursor: Math.max(0, at) })
  return cursor === help.cursor && top === help.top ? help : { ...help, cursor, top }
}

function sameNumbers(a: Readonly<Record<PaneName, number>>, b: Readonly<Record<PaneName, number>>): boolean {
  return (Object.keys(a) as PaneName[]).every((pane) => a[pane] === b[pane])
}
