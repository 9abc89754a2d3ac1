import type { StepFacts } from '../model/step-facts.ts'
import { wordsOf } from './cause-words.ts'

export type Pair = readonly [before: StepFacts, after: StepFacts]

/**
 * Pairs the steps of one stage with those it had before. First those that stayed what they were, in their order; then those
 * that were only moved; what is left between two that stayed was edited.
 */
export function alignSteps(before: readonly StepFacts[], after: readonly StepFacts[]): readonly Pair[] {
  const stayed = heaviestPairs(before, after, sameness)
  const moved = movedPairs(without(before, stayed), without(after, stayed))
  const known = [...stayed, ...moved]
  const edited = gapsBetween(stayed, before, after).flatMap((gap) =>
    heaviestPairs(without(gap.before, known), without(gap.after, known), similarity),
  )
  return [...known, ...edited]
}

function without(steps: readonly StepFacts[], pairs: readonly Pair[]): readonly StepFacts[] {
  const paired = new Set(pairs.flat())
  return steps.filter((step) => !paired.has(step))
}

function movedPairs(before: readonly StepFacts[], after: readonly StepFacts[]): readonly Pair[] {
  const open = [...before]
  return after.flatMap((step): Pair[] => {
    const at = open.findIndex((old) => sameness(old, step) > 0)
    return at < 0 ? [] : [[open.splice(at, 1)[0]!, step]]
  })
}

type Gap = { readonly before: readonly StepFacts[]; readonly after: readonly StepFacts[] }

function gapsBetween(
  pairs: readonly Pair[],
  before: readonly StepFacts[],
  after: readonly StepFacts[],
): readonly Gap[] {
  const ends = [...pairs.map(([old, step]) => [before.indexOf(old), after.indexOf(step)] as const)]
  const starts = [[-1, -1] as const, ...ends]
  return [...ends, [before.length, after.length] as const].map(([oldEnd, end], index) => {
    const [oldStart, start] = starts[index]!
    return { before: before.slice(oldStart + 1, oldEnd), after: after.slice(start + 1, end) }
  })
}

/** Share of the steps that two stages have in common: what decides which is which when a name changed. 0 … 1. */
export function likeness(before: readonly StepFacts[], after: readonly StepFacts[]): number {
  return heaviestPairs(before, after, sameness).length / Math.max(before.length, after.length)
}

/** Pairs in the same order on both sides with the greatest weight in all (a weighted longest common subsequence). */
function heaviestPairs(
  before: readonly StepFacts[],
  after: readonly StepFacts[],
  weigh: (old: StepFacts, step: StepFacts) => number,
): readonly Pair[] {
  const weights = before.map((old) => after.map((step) => weigh(old, step)))
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

/** More than 0 for a step that is what it was, as it is written or as it comes to. */
function sameness(old: StepFacts, step: StepFacts): number {
  if (old.kind !== step.kind) return 0
  if (old.resolvedText === step.resolvedText) return old.operation === step.operation ? 1.01 : 1
  return wordsOf(old) === wordsOf(step) || (old.operation !== '' && old.operation === step.operation) ? 0.9 : 0
}

/** How likely a step was edited from another: any two of a kind may have been, and a COPY from an ADD that is like it. */
function similarity(old: StepFacts, step: StepFacts): number {
  const shared = sharedWords(old.resolvedText, step.resolvedText)
  if (old.kind !== step.kind && (familyOf(old) !== familyOf(step) || shared < 0.4)) return 0
  return 1 + 8 * shared + (old.id === step.id ? 0.5 : 0)
}

const familyOf = ({ kind }: StepFacts): string => (kind === 'add' ? 'copy' : kind)

/** Share of the words of two texts that both have: 0 … 1. */
function sharedWords(a: string, b: string): number {
  const [words, others] = [new Set(a.split(/\s+/)), new Set(b.split(/\s+/))]
  const common = [...words].filter((word) => others.has(word)).length
  return common / (words.size + others.size - common)
}
