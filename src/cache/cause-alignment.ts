import type { StepFacts } from './step-facts.ts'

export type Pair = readonly [before: StepFacts, after: StepFacts]

/**
 * Pairs the steps of one stage with those it had before. Steps that stayed what they were hold the others in place, so that
 * an instruction put in, taken out or edited changes no other pair; what was only moved is found again by its text.
 */
export function alignSteps(before: readonly StepFacts[], after: readonly StepFacts[]): readonly Pair[] {
  const inOrder = heaviestPairs(before, after)
  const paired = new Set<StepFacts>(inOrder.flat())
  const moved: Pair[] = []
  for (const step of after) {
    if (paired.has(step)) continue
    const old = before.find((other) => !paired.has(other) && other.kind === step.kind && other.spelled === step.spelled)
    if (old === undefined) continue
    moved.push([old, step])
    paired.add(old).add(step)
  }
  return [...inOrder, ...moved]
}

/** Share of the steps that two stages have in common: what decides which is which when a name changed. 0 … 1. */
export function likeness(before: readonly StepFacts[], after: readonly StepFacts[]): number {
  const equal = heaviestPairs(before, after).filter(([old, step]) => old.spelled === step.spelled)
  return equal.length / Math.max(before.length, after.length)
}

/** Pairs in the same order on both sides with the greatest weight in all (a weighted longest common subsequence). */
function heaviestPairs(before: readonly StepFacts[], after: readonly StepFacts[]): readonly Pair[] {
  const weights = before.map((old) => after.map((step) => weightOf(old, step)))
  const best = Array.from({ length: before.length + 1 }, () => new Array<number>(after.length + 1).fill(0))
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      best[i]![j] = Math.max(best[i + 1]![j]!, best[i]![j + 1]!, withPair(i, j))
    }
  }
  function withPair(i: number, j: number): number {
    const weight = weights[i]![j]!
    return weight === 0 ? 0 : weight + best[i + 1]![j + 1]!
  }
  const pairs: Pair[] = []
  let i = 0
  let j = 0
  while (i < before.length && j < after.length) {
    if (weights[i]![j]! > 0 && best[i]![j] === withPair(i, j)) pairs.push([before[i++]!, after[j++]!])
    else if (best[i]![j] === best[i + 1]![j]) i++
    else j++
  }
  return pairs
}

/** What a step was and stayed weighs more than any number of lookalikes; another kind of step is no pair at all. */
function weightOf(old: StepFacts, step: StepFacts): number {
  if (old.kind !== step.kind) return 0
  if (old.spelled === step.spelled) return old.operation === step.operation ? 101 : 100
  if (old.text === step.text || (old.operation !== '' && old.operation === step.operation)) return 90
  return 1 + 8 * sharedWords(old.spelled, step.spelled) + (old.id === step.id ? 0.5 : 0)
}

/** Share of the words of two texts that both have: 0 … 1. */
function sharedWords(a: string, b: string): number {
  const [words, others] = [new Set(a.split(/\s+/)), new Set(b.split(/\s+/))]
  const common = [...words].filter((word) => others.has(word)).length
  return common / (words.size + others.size - common)
}
