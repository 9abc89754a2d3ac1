import type { PastBuild } from '../model/builder-state.ts'
import type { BuilderKind } from '../model/plan.ts'
import type { StepFacts } from '../model/step-facts.ts'
import type { Trees } from './cause-content.ts'
import type { Pairing } from './cause-pairing.ts'

/** Enough for a few targets that are built in turn, and few enough for a file that holds their contexts. */
const mostBuilds = 4

/** The builds that a build by this builder can be compared with: the classic builder has a cache of its own. */
export const comparableBuilds = (past: readonly PastBuild[], builder: BuilderKind): readonly PastBuild[] =>
  past.filter(({ rules }) => (rules.builder === 'legacy') === (builder === 'legacy'))

/** Every step as the last build had it that had it. */
export const stepsOf = (past: readonly PastBuild[]): readonly StepFacts[] =>
  past.flatMap(({ steps, replaced }) => (replaced ? [] : steps))

/** What steps were in earlier builds than those. */
export const replacedSteps = (past: readonly PastBuild[]): readonly StepFacts[] =>
  past.flatMap(({ steps, replaced }) => (replaced ? steps : []))

/** The build that a step was last part of. */
export const buildWith = (past: readonly PastBuild[], step: StepFacts): PastBuild | undefined =>
  past.find(({ steps }) => hasStep(steps, step))

const sets = new WeakMap<readonly StepFacts[], ReadonlySet<StepFacts>>()

function hasStep(steps: readonly StepFacts[], step: StepFacts): boolean {
  const known = sets.get(steps) ?? new Set(steps)
  sets.set(steps, known)
  return known.has(step)
}

/** What a build believed its contexts to be when a step was last part of it. */
export const treesWith = (past: readonly PastBuild[], step: StepFacts): Trees =>
  buildWith(past, step)?.trees ?? new Map()

/**
 * What causes are told by after a build: the steps that it reached; then, of the builds before it, those that it left out
 * (it had another target) or stopped in front of. So every step is compared with the last build that had it. Last come
 * those that it had otherwise: what they were is still in the cache, and a step may go back to that.
 */
export function pastAfter(
  past: readonly PastBuild[],
  build: PastBuild,
  { pairing, reached }: { readonly pairing: Pairing; readonly reached: ReadonlySet<StepFacts> },
): readonly PastBuild[] {
  const stages = new Set([...build.steps.map(({ stage }) => stage), ...pairing.stages.values()])
  const awaited = new Set(build.steps.filter((step) => !reached.has(step)).map((step) => pairing.steps.get(step)))
  const made = new Set(build.steps.map(({ key }) => key))
  const leftOut = (step: StepFacts): boolean => awaited.has(step) || !stages.has(step.stage)
  const replaced = (step: StepFacts): boolean => step.kind !== 'from' && !made.has(step.key)
  const last = past.filter((earlier) => !earlier.replaced)
  const before = past.filter((earlier) => earlier.replaced)
  const outdated = [
    ...last.map((earlier) => partOf(earlier, (step) => !leftOut(step) && replaced(step))),
    ...before.map((earlier) => partOf(earlier, replaced)),
  ]
  return [
    ...someOf([partOf(build, (step) => reached.has(step)), ...last.map((earlier) => partOf(earlier, leftOut))]),
    ...someOf(outdated).map((earlier) => ({ ...earlier, replaced: true })),
  ]
}

const someOf = (builds: readonly PastBuild[]): readonly PastBuild[] =>
  builds.filter(({ steps }) => steps.length > 0).slice(0, mostBuilds)

/** Some steps of a build, and the contexts that they read. */
function partOf(build: PastBuild, keep: (step: StepFacts) => boolean): PastBuild {
  const steps = build.steps.filter(keep)
  const read = new Set(
    steps.flatMap(({ inputs }) => inputs.flatMap((input) => (input.kind === 'context' ? [input.name ?? ''] : []))),
  )
  return { ...build, steps, trees: new Map([...build.trees].filter(([name]) => read.has(name))) }
}
