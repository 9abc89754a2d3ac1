import type { ContextTrees } from '../../cache/causes/cause-content.ts'
import type { Plan } from '../../cache/model/plan/plan.ts'
import type { StepFacts } from '../../cache/model/plan/step-facts.ts'

/** The plan, the facts of its steps and the contexts at one time. */
export type BuildSnapshot = { readonly plan: Plan; readonly steps: readonly StepFacts[]; readonly trees: ContextTrees }
