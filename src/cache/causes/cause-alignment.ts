import { heaviestPairs } from '../../image/history/heaviest-pairs.ts'
import type { StepFacts } from '../model/plan/step-facts.ts'

export type Pair = readonly [before: StepFacts, after: StepFacts]

/**
 * Pairs the steps of one stage with its earlier steps. First unchanged steps are paired, in their order, then moved
 * ones; a step between two unchanged ones counts as edited.
 */
export function alignSteps(before: readonly StepFacts[], after: readonly StepFacts[]): readonly Pair[] {
  const stayed = pairsInOrder(before, after, sameness)
  const kept = new Set(stayed.flat())
  const moved = movedPairs(without(before, kept), without(after, kept))
  const known = [...stayed, ...moved]
  const paired = new Set(known.flat())
  const edited = gapsBetween(stayed, before, after).flatMap((gap) =>
    pairsInOrder(without(gap.before, paired), without(gap.after, paired), similarity),
  )
  return [...known, ...edited]
}

function without(steps: readonly StepFacts[], paired: ReadonlySet<StepFacts>): readonly StepFacts[] {
  return steps.filter((step) => !paired.has(step))
}

function movedPairs(before: readonly StepFacts[], after: readonly StepFacts[]): readonly Pair[] {
  if (before.length * after.length > mostComparisons) return []
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
  const [oldPlaces, places] = [before, after].map((steps) => new Map(steps.map((step, index) => [step, index])))
  const ends = [...pairs.map(([old, step]) => [oldPlaces!.get(old)!, places!.get(step)!] as const)]
  const starts = [[-1, -1] as const, ...ends]
  return [...ends, [before.length, after.length] as const].map(([oldEnd, end], index) => {
    const [oldStart, start] = starts[index]!
    return { before: before.slice(oldStart + 1, oldEnd), after: after.slice(start + 1, end) }
  })
}

/** Share of the steps that two stages have in common: what decides which is which when a name changed. 0 … 1. */
export function likeness(before: readonly StepFacts[], after: readonly StepFacts[]): number {
  return pairsInOrder(before, after, sameness).length / Math.max(before.length, after.length)
}

type Weigh = (old: StepFacts, step: StepFacts) => number

/** At most this many pairs of steps are weighed against each other. Written stages have fewer than a thousand steps. */
const mostComparisons = 1_000_000

/**
 * Pairs in the same order on both sides with the greatest weight in all; of very long stages those at equal distance
 * from the first or the last step.
 */
function pairsInOrder(before: readonly StepFacts[], after: readonly StepFacts[], weigh: Weigh): readonly Pair[] {
  if (before.length * after.length <= mostComparisons) return heaviestOfAll(before, after, weigh)
  const shorter = Math.min(before.length, after.length)
  const alike = (place: number) => weigh(before.at(place)!, after.at(place)!) > 0
  let start = 0
  while (start < shorter && alike(start)) start++
  let end = 0
  while (end < shorter - start && alike(-1 - end)) end++
  const rest = [before.slice(start, before.length - end), after.slice(start, after.length - end)] as const
  return [
    ...before.slice(0, start).map((old, index) => [old, after[index]!] as const),
    ...(rest[0].length * rest[1].length <= mostComparisons ? heaviestOfAll(...rest, weigh) : []),
    ...before.slice(before.length - end).map((old, index) => [old, after[after.length - end + index]!] as const),
  ]
}

const heaviestOfAll = (before: readonly StepFacts[], after: readonly StepFacts[], weigh: Weigh): readonly Pair[] =>
  heaviestPairs(before.length, after.length, (i, j) => weigh(before[i]!, after[j]!)).map(
    ([i, j]) => [before[i]!, after[j]!] as const,
  )

/** More than 0 for a step that stayed the same, as it is written or as it is resolved. */
function sameness(old: StepFacts, step: StepFacts): number {
  if (old.kind !== step.kind) return 0
  if (old.resolvedText === step.resolvedText) return old.operation === step.operation ? 1.01 : 1
  return wordsOf(old) === wordsOf(step) || (old.operation !== '' && old.operation === step.operation) ? 0.9 : 0
}

/**
 * How likely a step was edited from another: any two of a kind may have been, and a COPY from an ADD that is like it.
 */
function similarity(old: StepFacts, step: StepFacts): number {
  const shared = sharedWords(old.resolvedText, step.resolvedText)
  if (old.kind !== step.kind && (familyOf(old) !== familyOf(step) || shared < 0.4)) return 0
  return 1 + 8 * shared + (old.id === step.id ? 0.5 : 0)
}

const familyOf = ({ kind }: StepFacts): string => (kind === 'add' ? 'copy' : kind)

/** The words that count. A RUN keeps its blanks. The name of a stage does not count, as no operation holds it. */
export function wordsOf({ kind, text, resolvedText }: StepFacts): string {
  if (kind === 'run') return resolvedText
  const words = text.replace(/^\S+/, (keyword) => keyword.toUpperCase()).replace(/[^\S\n]+/g, ' ')
  return kind === 'from' ? words.replace(/ as \S+$/i, '') : words
}

/** Share of the words of two texts that both have: 0 … 1. */
function sharedWords(a: string, b: string): number {
  const [words, others] = [new Set(a.split(/\s+/)), new Set(b.split(/\s+/))]
  const common = [...words].filter((word) => others.has(word)).length
  return common / (words.size + others.size - common)
}
