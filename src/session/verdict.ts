import type { Plan } from '../cache/plan.ts'
import type { Edit } from './edit.ts'

export type Verdict = Exclude<Edit['verdict'], { readonly kind: 'broken' }>

/** One edit before it is numbered and dated. */
export type JudgedEdit = { readonly path: string; readonly count: number; readonly verdict: Verdict }

/** The verdict of an edit that busts these steps itself. */
export const bustsOf = (steps: readonly string[], plan: Plan): Verdict => ({
  kind: 'busts',
  steps: plan.steps.filter(({ id }) => steps.includes(id)).map(({ id }) => id),
  rerun: countFalling(steps, plan),
  of: plan.steps.length,
})

/** How many steps re-run because of these: they themselves and all that inherit from them. */
function countFalling(ids: readonly string[], plan: Plan): number {
  const fallen = new Set(plan.steps.filter(({ id }) => ids.includes(id)).map(({ vertex }) => vertex))
  // One pass is not enough: an earlier line may copy from a stage that stands later in the plan's order.
  for (let size = 0; size < fallen.size; ) {
    size = fallen.size
    for (const step of plan.steps) {
      if (step.causes.some((cause) => 'vertex' in cause && fallen.has(cause.vertex))) fallen.add(step.vertex)
    }
  }
  return plan.steps.filter(({ vertex }) => fallen.has(vertex)).length
}
