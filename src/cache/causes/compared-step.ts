import type { PastBuild } from '../model/builder-state.ts'
import type { Cause } from '../model/plan/plan.ts'
import type { StepFacts } from '../model/plan/step-facts.ts'
import { replacedSteps } from './build-history.ts'
import { wordsOf } from './cause-alignment.ts'
import type { Pairing } from './cause-pairing.ts'

export type StepComparison = {
  readonly step: StepFacts
  /** Which earlier step each one continues; see `pairSteps`. */
  readonly pairing: Pairing
  readonly past: readonly PastBuild[]
  /** Keys of results that are in the cache. */
  readonly keys: ReadonlySet<string>
}

/**
 * The step of an earlier build that a step is compared with: normally the step that it continues. Results of all
 * earlier builds are in the cache, so a step that went back in part to an earlier form is compared with its closest
 * earlier form: among those on the present parent, or among all if the parent re-runs, too. Undefined: the step is new.
 */
export function comparedStep(
  { step, pairing, past, keys }: StepComparison,
  causesBetween: (before: StepFacts) => readonly Cause[],
): StepFacts | undefined {
  const last = pairing.steps.get(step)
  if (step.parentKey === null || (last !== undefined && causesBetween(last).length === 0)) return last
  const stage = pairing.stages.get(step.stage) ?? step.stage
  const versions = replacedSteps(past).filter(
    (other) => other.stage === stage && other.kind === step.kind && isVersion(other, step),
  )
  const all = last === undefined ? versions : [last, ...versions]
  const onTheSame = all.filter(({ parentKey: below }) => below === step.parentKey)
  if (onTheSame.length > 0) return closest(onTheSame, causesBetween)
  return last === undefined || keys.has(step.parentKey) ? last : closest(all, causesBetween)
}

const isVersion = (old: StepFacts, step: StepFacts): boolean =>
  wordsOf(old) === wordsOf(step) || (old.operation !== '' && old.operation === step.operation)

/** If several are equally close, the first one, which is the latest. */
function closest(steps: readonly StepFacts[], causesBetween: (before: StepFacts) => readonly Cause[]): StepFacts {
  if (steps.length === 1) return steps[0]!
  const weighed = steps.map((step) => ({ step, weight: weightOf(causesBetween(step)) }))
  return weighed.reduce((best, other) => (other.weight < best.weight ? other : best)).step
}

const weightOf = (causes: readonly Cause[]): number =>
  causes.reduce((sum, cause) => sum + (cause.kind === 'content' ? cause.total : 1), 0)
