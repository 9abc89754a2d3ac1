import { memoize } from '../../memo/memoize.ts'
import { foldPlan } from '../rows/fold-plan.ts'
import { imageAndPlan } from '../rows/layer-origins.ts'
import { layerRows } from '../rows/layer-rows.ts'
import { wrapNotices } from '../rows/notice-lines.ts'
import { noticesOf } from '../rows/notices.ts'
import { type PlanRow, planRows } from '../rows/plan-rows.ts'
import type { PaneName } from '../state/panes.ts'
import type { WorkbenchState } from '../state/state.ts'
import { type Layout, layOut, type PaneBox } from './layout.ts'

/** Where everything is on the screen in this state. */
export function layoutOf(state: WorkbenchState): Layout {
  const { build, image, size, subject, view } = state
  const allPlanRows = planRows({ plan: build.plan, filter: '' })
  return layOutOnce({
    columns: size.columns,
    rows: size.rows,
    hasBuild: subject.build !== null,
    hasImage: image.reference !== null,
    focus: view.focus,
    detail: view.detail,
    imagePane: view.imagePane,
    zoom: view.zoom,
    planRows: allPlanRows.length,
    foldedPlanRows: foldedRows({ rows: allPlanRows }),
    layerRows: layerRows({ ...imageAndPlan(state), metadataRows: view.metadataRows, filter: '' }).length,
    noticeRows: wrapNotices({ notices: noticesOf(state), width: size.columns }).length,
  })
}

const layOutOnce = memoize(layOut)

/** The rows of the plan with everything folded that can be. */
const foldedRows = memoize(
  ({ rows }: { readonly rows: readonly PlanRow[] }): number => foldPlan({ rows, room: 0, opened: nothing }).length,
)
const nothing: ReadonlySet<string> = new Set()

/** The pane's box; null where the pane does not show. */
export function boxIn(layout: Layout, pane: PaneName): PaneBox | null {
  return layout.panes.find((box) => box.pane === pane) ?? null
}

/** The pane's box, where it is on the screen in this state. */
export function boxOf(state: WorkbenchState, pane: PaneName): PaneBox | null {
  return boxIn(layoutOf(state), pane)
}

/** How many rows of the pane show; at least one, so that moving by pages moves. */
export function visibleRows(state: WorkbenchState, pane: PaneName): number {
  return Math.max(1, boxOf(state, pane)?.inside.height ?? 1)
}

/** The pane that a cell of the screen belongs to. */
export function paneAt(state: WorkbenchState, x: number, y: number): PaneBox | null {
  const contains = ({ box }: PaneBox) => x >= box.x && x < box.x + box.width && y >= box.y && y < box.y + box.height
  // On a shared border the lower, right pane is meant: its title is there.
  return layoutOf(state).panes.findLast(contains) ?? null
}
