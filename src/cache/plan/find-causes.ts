import { buildWith, stepsOf } from '../causes/build-history.ts'
import { type Builds, placeCauses } from '../causes/cause-instruction.ts'
import { directoryCauses } from '../causes/cause-settings.ts'
import { causesBetween } from '../causes/causes.ts'
import { findById } from '../model/graph/by-id.ts'
import type { Cause, RulesInForce, StepStatus } from '../model/plan/plan.ts'
import type { StepFacts } from '../model/plan/step-facts.ts'
import type { StepNote } from '../model/plan/step-note.ts'

/** A builder's reasons for one step. The functions are called only if no earlier reason applies. */
export type StepReasons = {
  readonly status: StepStatus
  readonly facts: StepFacts
  /** Why the build stops at this step; null: it does not, or stops at another one. */
  readonly error: string | null
  /** It has no inputs, and every build does it at no cost. */
  readonly resolved: boolean
  /** The option that asks for it; null: none does. */
  readonly forcedBy: string | null
  /** The differences from the step of an earlier build that it is compared with. */
  readonly own: () => readonly Cause[]
  /** The causes that it inherits from its parent. */
  readonly parent: () => readonly Cause[]
  /** Causes of changed sources that it copies or mounts from. */
  readonly sources: () => readonly Cause[]
  /** Causes of sources that it copies or mounts from, if they may change during the build. */
  readonly openSources: () => readonly Cause[]
  /** A reason that goes before all others of a step that depends: the same work with another source. */
  readonly otherSource: () => readonly Cause[]
  /** A reason of the builder's own, which comes after all others. */
  readonly last: () => readonly Cause[]
}

export type CompareInput = Builds & {
  /** The rules of this build; null: rules are never the reason. */
  readonly rules: RulesInForce | null
}

/**
 * The causes of a step that is not cached, for every builder. The first applicable kind is used: its own causes,
 * inherited causes, a move or a change of the rules, or that it is new. Empty for a step that is cached or still being
 * checked.
 */
export function findCauses(step: StepReasons, given: CompareInput): readonly Cause[] {
  switch (step.status) {
    case 'cached':
    case 'checking':
      return []
    case 'fails':
      return [step.error === null ? { kind: 'not-reached' } : { kind: 'error', message: step.error }]
    case 'depends':
      // A result that a failed build may have stored depends on no step.
      return firstCauses(
        step.otherSource,
        () => [...step.parent(), ...step.openSources()],
        () => reasons(step, given),
      )
    case 'rebuilt':
      return reasons(step, given)
  }
}

function reasons(step: StepReasons, given: CompareInput): readonly Cause[] {
  const { facts, forcedBy } = step
  if (step.resolved) return [{ kind: 'resolved' }]
  if (forcedBy !== null) return [{ kind: 'forced', option: forcedBy }]
  const was = given.pairing.steps.get(facts)
  return firstCauses(
    step.own,
    step.parent,
    step.sources,
    () => (was === undefined ? [] : directoryCauses(was, facts)),
    () => placeCauses(facts, given.pairing, { before: stepsOf(given.past), after: given.facts }),
    () => (was === undefined ? [] : ruleCauses(was, given)),
    step.last,
    // Nothing differs from the last build, and yet the result is not in the cache.
    () => [{ kind: 'new' }],
  )
}

/** The causes of the first reason that applies. */
function firstCauses(...all: readonly (() => readonly Cause[])[]): readonly Cause[] {
  for (const reason of all) {
    const causes = reason()
    if (causes.length > 0) return causes
  }
  return []
}

const rules = ['frontend', 'daemon', 'builder'] as const

/** Rules that were different when the step was last built. */
function ruleCauses(was: StepFacts, { past, rules: now }: CompareInput): readonly Cause[] {
  const before = buildWith(past, was)?.rules
  if (before === undefined || now === null) return []
  return rules.flatMap((rule): Cause[] =>
    before[rule] === now[rule] ? [] : [{ kind: 'rule', rule, before: before[rule], after: now[rule] }],
  )
}

/**
 * The note for a step that did not change, has cached steps above it, and is new nevertheless: a step below it went
 * back to an earlier result, on which this step was never built. null: another reason makes the step new.
 */
export function neverBuiltNote(
  step: StepFacts,
  causes: readonly Cause[],
  given: Omit<Parameters<typeof causesBetween>[1], 'step'>,
): StepNote | null {
  if (causes.length !== 1 || causes[0]!.kind !== 'new' || !given.pairing.steps.has(step)) return null
  const find = (id: string | null) => findById(given.facts, id)
  for (let below = find(step.parent); below !== undefined; below = find(below.parent)) {
    const was = given.pairing.steps.get(below)
    if (was === undefined || causesBetween(was, { ...given, step: below }).length > 0)
      return { kind: 'not-built-on', step: { kind: 'step', id: below.id } }
  }
  return null
}
