import type { IgnoreRules } from '../../context/ignore/ignore-file.ts'
import type { Cause } from '../model/plan/plan.ts'
import type { StepFacts } from '../model/plan/step-facts.ts'
import { treesWith } from './build-history.ts'
import { type ContextTrees, contentCauses } from './cause-content.ts'
import { instructionCauses } from './cause-instruction.ts'
import { variableCauses } from './cause-variables.ts'
import { comparedStep, type StepComparison } from './compared-step.ts'
import { withoutUnknownBase } from './known-base.ts'

export type CauseInput = StepComparison & {
  /** The builder's present copy of the contexts. */
  readonly trees: ContextTrees
  /** The rules that filtered the build's own context; null: none. */
  readonly ignore: IgnoreRules | null
  /** All steps of this build. */
  readonly facts: readonly StepFacts[]
}

/**
 * A step's own causes: the differences from the step of an earlier build that it is compared with (`comparedStep`);
 * `new` if there is none. Empty if the step itself does not differ: then its parent or its sources are the cause.
 */
export function causesOf(input: CauseInput): readonly Cause[] {
  const between = (before: StepFacts) => causesBetween(before, input)
  const before = comparedStep(input, between)
  return before === undefined ? [{ kind: 'new' }] : between(before)
}

/** The differences between the facts of two steps. */
export function causesBetween(before: StepFacts, given: Omit<CauseInput, 'keys'>): readonly Cause[] {
  const { step, past, trees } = given
  const forms = withoutUnknownBase(before, step, given)
  const instruction = instructionCauses(forms.before, forms.after, given)
  // Equal operations have equal variables.
  const variables = before.operation === step.operation ? [] : variableCauses(forms.before, forms.after)
  const kept = instruction.length === 0 ? variables : variables.filter((cause) => !isShownBy([before, step], cause))
  return [
    ...instruction,
    ...kept,
    ...baseCauses(before, step),
    ...contentCauses(before, step, { before: treesWith(past, before), after: trees, ignore: given.ignore }),
  ]
}

/** A changed instruction shows its own flags, and needs no second cause for the order of its variables. */
const isShownBy = (steps: readonly StepFacts[], cause: Cause): boolean =>
  cause.kind === 'instruction' ||
  (cause.kind === 'argument' && steps.some(({ resolvedText }) => resolvedText.includes(` ${cause.name}=`)))

/** The same reference, which now names another image. */
function baseCauses({ base: old }: StepFacts, { base: now }: StepFacts): readonly Cause[] {
  if (old === null || now === null || old.ref !== now.ref || old.identity === now.identity) return []
  return [{ kind: 'base', ref: now.ref, before: old.identity, after: now.identity }]
}
