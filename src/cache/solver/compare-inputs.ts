import type { DerivedContent, InputKey } from '../model/builder-state.ts'

export type InputMatch = 'equal' | 'different' | 'unknown'

/** Compares the inputs of a recorded step with those of this one. */
export function compareInputs(recorded: readonly InputKey[], present: readonly InputKey[]): InputMatch {
  if (recorded.length !== present.length) return 'different'
  const each = recorded.map((input, index) => compareInput(input, present[index]!))
  if (each.includes('different')) return 'different'
  return each.includes('unknown') ? 'unknown' : 'equal'
}

function compareInput(a: InputKey, b: InputKey): InputMatch {
  const [left, right] = [contentOf(a), contentOf(b)]
  if (left === null || right === null) return 'unknown'
  if (left.kind === 'exact' && right.kind === 'exact') return left.digest === right.digest ? 'equal' : 'different'
  if (left.kind === 'exact' || right.kind === 'exact') return 'unknown'
  if (left.under !== right.under) return 'unknown'
  if (left.files !== right.files) return 'different'
  return left.rest === right.rest ? 'equal' : 'unknown'
}

const contentOf = (input: InputKey): DerivedContent | null =>
  input.kind === 'content' ? { kind: 'exact', digest: input.digest } : input.derived
