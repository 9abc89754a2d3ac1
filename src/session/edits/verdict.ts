import type { StepFacts } from '../../cache/model/plan/step-facts.ts'
import type { Edit } from '../edit.ts'
import type { BuildSnapshot } from './build-snapshot.ts'

export type Verdict = Exclude<Edit['verdict'], { readonly kind: 'broken' }>

/** One edit before it is numbered and dated. */
export type JudgedEdit = { readonly path: string; readonly count: number; readonly verdict: Verdict }

/** The verdict of an edit that busts these steps itself, by `PlanStep.id`. */
export function bustsOf(ids: readonly string[], snapshot: BuildSnapshot): Verdict {
  const { steps } = snapshot.plan
  return {
    kind: 'busts',
    steps: steps.filter(({ id }) => ids.includes(id)).map(({ id }) => id),
    ...countFalling(ids, snapshot),
    of: steps.length,
  }
}

/**
 * The number of steps that re-run because of these steps: themselves, the steps built on them, and the steps that take
 * files from them. A step counts even if the plan names another cause for it.
 */
function countFalling(
  ids: readonly string[],
  { plan, steps }: BuildSnapshot,
): { readonly rerun: number; readonly may: number } {
  const fallen = new Set(ids)
  const running = new Set(
    plan.steps.filter(({ status }) => status === 'rebuilt' || status === 'depends').map(({ id }) => id),
  )
  // One pass is not enough: an earlier line may copy from a stage that comes later in the plan's order.
  for (let size = 0; size < fallen.size; ) {
    size = fallen.size
    for (const step of steps)
      if (running.has(step.id) && sourcesOf(step).some((id) => fallen.has(id))) fallen.add(step.id)
  }
  const all = plan.steps.filter(({ id }) => fallen.has(id))
  const may = all.filter(({ status }) => status === 'depends').length
  return { rerun: all.length - may, may }
}

function sourcesOf({ parent, inputs }: StepFacts): readonly string[] {
  const stages = inputs.map((input) => (input.kind === 'stage' ? input.step : null))
  return [parent, ...stages].filter((id) => id !== null)
}
