import type { Cause, PlanStep, PlanSummary, StepStatus } from '../model/plan/plan.ts'

/** Counts a plan's steps and finds the first one that re-runs; a step with an own cause is preferred. */
export function summarize(steps: readonly PlanStep[]): PlanSummary {
  const count = (status: StepStatus) => steps.filter((step) => step.status === status).length
  const rebuilt = steps.filter(({ status, causes }) => status === 'rebuilt' && !causes.some(isResolved))
  const first = rebuilt.find(({ causes }) => causes.some(isOwn)) ?? rebuilt[0]
  return {
    cached: count('cached'),
    rebuilt: count('rebuilt'),
    depends: count('depends'),
    fails: count('fails'),
    firstRebuilt: first?.vertex ?? null,
  }
}

const isOwn = ({ kind }: Cause): boolean => kind !== 'parent' && kind !== 'input'
const isResolved = ({ kind }: Cause): boolean => kind === 'resolved'
