import type { Cause, Plan, PlanStep } from '../../cache/model/plan/plan.ts'

/** Causes that lie in the step itself, not in one before it. */
export const ownCauses = (step: PlanStep): readonly Cause[] =>
  step.causes.filter(({ kind }) => kind !== 'parent' && kind !== 'input' && kind !== 'resolved')

/** Whether a step re-runs, may re-run or fails. */
export const reruns = (step: PlanStep): boolean =>
  step.status === 'rebuilt' || step.status === 'depends' || step.status === 'fails'

/**
 * Steps that re-run for a cause of their own which the plan before did not give; changed files in `elsewhere` do not
 * count, as they are edits by themselves.
 */
export function newlyBusted(before: Plan, after: Plan, elsewhere: ReadonlySet<string>): readonly string[] {
  const old = new Map(before.steps.map((step) => [step.id, ownCauses(step)]))
  return after.steps
    .filter((step) => reruns(step) && ownCauses(step).some((cause) => isNews(cause, old.get(step.id) ?? [], elsewhere)))
    .map(({ id }) => id)
}

function isNews(cause: Cause, old: readonly Cause[], elsewhere: ReadonlySet<string>): boolean {
  if (old.some((other) => JSON.stringify(other) === JSON.stringify(cause))) return false
  if (cause.kind !== 'content') return true
  const known = new Set(old.flatMap((other) => (other.kind === 'content' ? other.files.map(({ path }) => path) : [])))
  const fresh = cause.files.filter(({ path }) => !known.has(path))
  return fresh.length === 0 || fresh.some(({ path }) => !elsewhere.has(path))
}
