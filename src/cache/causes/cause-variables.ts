import type { Cause } from '../model/plan/plan.ts'
import type { StepFacts } from '../model/plan/step-facts.ts'

type VariablePairs = readonly (readonly [name: string, value: string])[]

/**
 * Variables in a step's key that have other values. Their order counts too: where only the order differs, the cause
 * holds the names that changed places.
 */
export function variableCauses(before: StepFacts, after: StepFacts): readonly Cause[] {
  const [old, now] = [before.environment ?? [], after.environment ?? []]
  const changed = changedValues(old, now)
  if (changed.length > 0) return changed
  const moved = movedNames(
    old.map(([name]) => name),
    now.map(([name]) => name),
  )
  return moved === null ? [] : [{ kind: 'instruction', change: 'order', text: after.text, ...moved }]
}

/** Each name with another value than before, once. */
export function changedValues(before: VariablePairs, after: VariablePairs): readonly Cause[] {
  const [old, now] = [new Map(before), new Map(after)]
  return [...new Set([...now.keys(), ...old.keys()])].flatMap((name): Cause[] => {
    const [was, is] = [old.get(name) ?? null, now.get(name) ?? null]
    return was === is ? [] : [{ kind: 'argument', name, before: was, after: is }]
  })
}

/** The stretch in which two orders of the same names differ; null where they do not. */
function movedNames(
  before: readonly string[],
  after: readonly string[],
): { readonly before: readonly string[]; readonly after: readonly string[] } | null {
  const first = after.findIndex((name, index) => before[index] !== name)
  if (first < 0) return null
  const last = after.findLastIndex((name, index) => before[index] !== name)
  return { before: before.slice(first, last + 1), after: after.slice(first, last + 1) }
}
