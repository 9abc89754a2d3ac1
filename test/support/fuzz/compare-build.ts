import type { PrintedStep as PredictedStep } from '../../../src/cache/model/simulation.ts'
import type { PrintedStep } from '../../engine/printed-steps.ts'

/** What the simulator said about one build. */
export type PredictedBuild = {
  readonly ok: boolean
  /** Why it would fail, or empty. */
  readonly error: string
  readonly printed: readonly PredictedStep[]
}

/** What a builder did. */
export type RealBuild = { readonly ok: boolean; readonly error: string; readonly steps: readonly PrintedStep[] }

export type Counts = {
  readonly steps: number
  readonly froms: number
  readonly wrongCached: number
  readonly wrongRebuilt: number
  /** Steps of which only the builder can know, and which way they went. */
  readonly dependsCached: number
  readonly dependsRan: number
  /** Two equal steps met: it is a race which of them shows CACHED. */
  readonly oneOf: number
}

export type Agreement = { readonly disagreements: readonly string[]; readonly counts: Counts }

export const noCounts: Counts = {
  steps: 0,
  froms: 0,
  wrongCached: 0,
  wrongRebuilt: 0,
  dependsCached: 0,
  dependsRan: 0,
  oneOf: 0,
}

export const addCounts = (a: Counts, b: Counts): Counts => ({
  steps: a.steps + b.steps,
  froms: a.froms + b.froms,
  wrongCached: a.wrongCached + b.wrongCached,
  wrongRebuilt: a.wrongRebuilt + b.wrongRebuilt,
  dependsCached: a.dependsCached + b.dependsCached,
  dependsRan: a.dependsRan + b.dependsRan,
  oneOf: a.oneOf + b.oneOf,
})

/**
 * Compares every printed line of a build with its prediction. Of a build that fails only the failing is compared: what
 * its other lines show is a race. FROM lines are comparable on an engine that runs nothing else meanwhile.
 */
export function compareBuild(
  predicted: PredictedBuild,
  real: RealBuild,
  { compareFrom }: { readonly compareFrom: boolean },
): Agreement {
  if (predicted.ok !== real.ok) {
    const said = predicted.ok ? 'to succeed' : `to fail (${predicted.error})`
    const went = real.ok ? 'it succeeded' : `it failed: ${real.error}`
    return { disagreements: [`predicted ${said}, ${went}`], counts: noCounts }
  }
  if (!real.ok) return { disagreements: [], counts: noCounts }
  return compareSteps(predicted.printed, real.steps, compareFrom)
}

function compareSteps(
  predicted: readonly PredictedStep[],
  real: readonly PrintedStep[],
  compareFrom: boolean,
): Agreement {
  const expected = new Map(predicted.map((step) => [withoutDigest(step.name), step]))
  const disagreements: string[] = []
  let counts = noCounts
  for (const step of real) {
    if (step.kind !== 'step' && step.kind !== 'from') continue
    const name = withoutDigest(step.name)
    const said = expected.get(name) ?? otherwiseNamed(expected, name)
    if (said !== undefined) expected.delete(withoutDigest(said.name))
    if (step.kind === 'from' && !compareFrom) continue
    const judged = judgeStep(step, said)
    counts = addCounts(counts, { ...noCounts, ...judged.counts })
    if (judged.disagreement !== null) disagreements.push(judged.disagreement)
  }
  for (const [name, { kind, status }] of expected) {
    if (kind === 'step' || compareFrom) disagreements.push(`only predicted (${status}): ${name}`)
  }
  return { disagreements, counts }
}

/** The prediction of a line that may be printed under several names. */
const otherwiseNamed = (expected: ReadonlyMap<string, PredictedStep>, name: string): PredictedStep | undefined =>
  [...expected.values()].find(({ otherNames = [] }) => otherNames.some((other) => withoutDigest(other) === name))

function judgeStep(
  real: PrintedStep,
  said: PredictedStep | undefined,
): { readonly counts: Partial<Counts>; readonly disagreement: string | null } {
  const isStep = real.kind === 'step'
  const seen: Partial<Counts> = isStep ? { steps: 1 } : { froms: 1 }
  if (said === undefined) return { counts: seen, disagreement: `not predicted (really ${real.status}): ${real.name}` }
  const decided = real.status === 'CACHED' || real.status === 'RAN'
  if (said.status === 'DEPENDS' && decided) {
    const way: Partial<Counts> = real.status === 'CACHED' ? { dependsCached: 1 } : { dependsRan: 1 }
    return { counts: isStep ? { ...seen, ...way } : seen, disagreement: null }
  }
  if (said.status === 'ONEOF' && decided) return { counts: { ...seen, oneOf: 1 }, disagreement: null }
  if (said.status === real.status) return { counts: seen, disagreement: null }
  const wrong: Partial<Counts> = said.status === 'CACHED' ? { wrongCached: 1 } : { wrongRebuilt: 1 }
  return {
    counts: isStep ? { ...seen, ...wrong } : seen,
    disagreement: `predicted ${said.status}, really ${real.status}: ${real.name}`,
  }
}

/** Names of base images end with their digest in some stores. */
export const withoutDigest = (name: string): string => name.replace(/@sha256:[0-9a-f]+$/, '')
