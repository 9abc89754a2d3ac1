import type { PlanStep, PlanSummary, StepStatus } from '../plan.ts'

/** Counts a plan's steps and finds the first one that re-runs for a reason of its own. */
export function summarize(steps: readonly PlanStep[]): PlanSummary {
  const count = (status: StepStatus) => steps.filter((step) => step.status === status).length
  const first = steps.find(({ status, causes }) => status === 'rebuilt' && causes.some(isOwn))
  return {
    cached: count('cached'),
    rebuilt: count('rebuilt'),
    depends: count('depends'),
    fails: count('fails'),
    firstRebuilt: first?.vertex ?? null,
  }
}

const isOwn = ({ kind }: PlanStep['causes'][number]): boolean =>
  kind !== 'parent' && kind !== 'input' && kind !== 'resolved'
