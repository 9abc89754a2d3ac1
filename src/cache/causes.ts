import type { PastBuild } from './builder-state.ts'
import { contentCauses, type Trees } from './cause-content.ts'
import { instructionCauses } from './cause-instruction.ts'
import type { Pairing } from './cause-pairing.ts'
import { variableCauses } from './cause-variables.ts'
import { treesWith } from './past-builds.ts'
import type { Cause } from './plan.ts'
import type { StepFacts } from './step-facts.ts'

export type CauseInput = {
  readonly step: StepFacts
  /** Which earlier step each one continues; see `pairSteps`. */
  readonly pairing: Pairing
  readonly past: readonly PastBuild[]
  /** What the builder believes its contexts to be now. */
  readonly trees: Trees
}

/**
 * A step's own reasons to re-run: how what it is made of differs from what the step that it continues was made of in the
 * last build that had it; `new` where it continues none. Empty where nothing of its own differs: then what it starts or copies from is
 * the reason.
 */
export function causesOf({ step, pairing, past, trees }: CauseInput): readonly Cause[] {
  const before = pairing.steps.get(step)
  if (before === undefined) return [{ kind: 'new' }]
  const instruction = instructionCauses(before, step, pairing)
  // Equal operations hold equal variables.
  const variables = before.operation === step.operation ? [] : variableCauses(before, step)
  const kept = instruction.length === 0 ? variables : variables.filter((cause) => !isToldBy(step.spelled, cause))
  return [
    ...instruction,
    ...kept,
    ...baseCauses(before, step),
    ...contentCauses(before, step, { before: treesWith(past, before), after: trees }),
  ]
}

/** A changed instruction tells of its own flags, and needs no second reason for the order of its variables. */
const isToldBy = (spelled: string, cause: Cause): boolean =>
  cause.kind === 'instruction' || (cause.kind === 'argument' && spelled.includes(` ${cause.name}=`))

/** The same reference that is another image now. */
function baseCauses({ base: old }: StepFacts, { base: now }: StepFacts): readonly Cause[] {
  if (old === null || now === null || old.ref !== now.ref || old.identity === now.identity) return []
  return [{ kind: 'base', ref: now.ref, before: old.identity, after: now.identity }]
}
