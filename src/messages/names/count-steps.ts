import { formatCount } from '../../text/format-count.ts'

/** How many steps re-run for certain, and how many only if an earlier step gives another result. */
export type StepCount = { readonly rerun: number; readonly may: number }

/** The one way in which steps are counted: `3 re-run, 7 may`. `verb` is `run` where the cache is empty. */
export function countSteps({ rerun, may }: StepCount, verb: 're-run' | 'run' = 're-run'): string {
  if (may === 0) return `${formatCount(rerun)} ${verb}`
  return rerun === 0 ? `${formatCount(may)} may ${verb}` : `${formatCount(rerun)} ${verb}, ${formatCount(may)} may`
}
