import { memoizeEach } from '../../memo/memoize.ts'
import type { PastBuild } from '../model/builder-state.ts'
import type { BuilderKind } from '../model/plan/plan.ts'
import type { StepFacts } from '../model/plan/step-facts.ts'
import type { ContextTrees } from './cause-content.ts'
import type { Pairing } from './cause-pairing.ts'

/** Enough for a few targets that are built in turn, and few enough for a file that holds their contexts. */
const mostBuilds = 4

/**
 * The earlier builds that a build can be compared with: builds of the same builder (the classic builder has its own
 * cache) and of the same Dockerfile. If no build had this Dockerfile, it may have been renamed, and the others count.
 *
 * @param dockerfile the path as a plan shows it; empty: not known
 */
export function comparableBuilds(
  past: readonly PastBuild[],
  builder: BuilderKind,
  dockerfile: string,
): readonly PastBuild[] {
  const all = ofBuilder(past, builder)
  const same = all.filter((build) => isOfFile(build, dockerfile))
  return same.length > 0 ? same : all
}

const ofBuilder = (past: readonly PastBuild[], builder: BuilderKind): readonly PastBuild[] =>
  past.filter(({ rules }) => (rules.builder === 'legacy') === (builder === 'legacy'))

const isOfFile = ({ dockerfile: other = '' }: PastBuild, dockerfile: string): boolean =>
  other === '' || dockerfile === '' || other === dockerfile

/** Every step as the last build had it that had it. */
export const stepsOf = (past: readonly PastBuild[]): readonly StepFacts[] =>
  past.flatMap(({ steps, replaced }) => (replaced ? [] : steps))

/** The steps of earlier builds that the last build changed or left out. */
export const replacedSteps = (past: readonly PastBuild[]): readonly StepFacts[] =>
  past.flatMap(({ steps, replaced }) => (replaced ? steps : []))

/** The build that a step was last part of. */
export const buildWith = (past: readonly PastBuild[], step: StepFacts): PastBuild | undefined =>
  past.find(({ steps }) => setOf(steps).has(step))

const setOf = memoizeEach((steps: readonly StepFacts[]): ReadonlySet<StepFacts> => new Set(steps))

/** The builder's copy of the contexts at the last build that had the step. */
export const treesWith = (past: readonly PastBuild[], step: StepFacts): ContextTrees =>
  buildWith(past, step)?.trees ?? new Map()

/**
 * The builds that later ones are compared with, after a build. First the steps that it reached. Then the steps of
 * earlier builds that it left out (it had another target) or stopped in front of. Then earlier versions of its steps:
 * their results are still in the cache, and a step may go back to one. Last the builds of other Dockerfiles. `all` are
 * the builds before.
 */
export function pastAfter(
  all: readonly PastBuild[],
  build: PastBuild,
  { pairing, reached }: { readonly pairing: Pairing; readonly reached: ReadonlySet<StepFacts> },
): readonly PastBuild[] {
  const known = ofBuilder(all, build.rules.builder)
  const past = known.filter((earlier) => isOfFile(earlier, build.dockerfile ?? ''))
  const others = known.filter((earlier) => !past.includes(earlier))
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
    ...others.slice(0, mostBuilds),
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
