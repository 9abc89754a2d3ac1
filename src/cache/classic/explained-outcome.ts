import type { Cause } from '../model/plan.ts'
import type { StepOutcome } from './model/step-outcome.ts'

/** An outcome with what is said about it. */
export type ExplainedOutcome = {
  readonly outcome: StepOutcome
  readonly causes: readonly Cause[]
  readonly note: string | null
}
