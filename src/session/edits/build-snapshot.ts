import type { Plan } from '../../cache/model/plan.ts'
import type { StepFacts } from '../../cache/model/step-facts.ts'
import type { Trees } from './read-paths.ts'

/** What was known at one moment: the plan, what its steps were made of, and the contexts. */
export type BuildSnapshot = { readonly plan: Plan; readonly steps: readonly StepFacts[]; readonly trees: Trees }
