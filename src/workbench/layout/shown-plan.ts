import { memoize } from '../../memo/memoize.ts'
import { foldPlan } from '../rows/fold-plan.ts'
import { type PlanRow, planRows } from '../rows/plan-rows.ts'
import type { WorkbenchState } from '../state/state.ts'
import { boxIn, layoutOf } from './geometry.ts'

/** The rows that the Plan pane has now: filtered, and folded where the plan is longer than its pane. */
export function shownPlan(state: WorkbenchState): readonly PlanRow[] {
  const { build, view } = state
  const rows = planRows({ plan: build.plan, filter: view.filters.plan })
  const room = boxIn(layoutOf(state), 'plan')?.inside.height ?? 0
  return view.filters.plan !== '' || room === 0 ? rows : foldOnce({ rows, room, opened: view.openedFolds })
}

const foldOnce = memoize(foldPlan)
