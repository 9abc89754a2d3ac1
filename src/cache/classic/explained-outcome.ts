import type { Cause } from '../model/plan/plan.ts'
import type { StepNote } from '../model/plan/step-note.ts'
import type { StepOutcome } from './model/step-outcome.ts'

/** An outcome with its causes and the remark that belongs to them. */
export type ExplainedOutcome = {
  readonly outcome: StepOutcome
  readonly causes: readonly Cause[]
  readonly note: StepNote | null
}
