import type { IgnoreRules } from '../context/ignore/ignore-file.ts'
import type { DirectoryEntry } from '../context/tree/entry.ts'
import { describeFrontend } from '../dockerfile/frontend.ts'
import { pairSteps } from './causes/cause-pairing.ts'
import { simulateLegacy } from './classic/simulate-classic.ts'
import { comparableBuilds, pastAfter, stepsOf } from './model/build-history.ts'
import type { BuildRules } from './model/build-options.ts'
import type { BuilderState, PastBuild } from './model/builder-state.ts'
import { daemonInForce } from './model/daemon-features.ts'
import type { Plan, PlanStep } from './model/plan.ts'
import type { StepFacts } from './model/step-facts.ts'
import { stepFactsOf } from './plan/collect-facts.ts'
import { planSteps } from './plan/make-steps.ts'
import { planWarnings } from './plan/plan-warnings.ts'
import { summarize } from './plan/summarize.ts'
import type { BuildGraph } from './read-build-graph.ts'
import { printedSteps } from './solver/printed-steps.ts'
import { rememberBuild } from './solver/remember-build.ts'
import { type Solution, solve } from './solver/solve.ts'

export type SimulationInput = {
  readonly graph: BuildGraph
  /** Ignore-filtered snapshot; null: the build has no local context. */
  readonly context: DirectoryEntry | null
  /** Ignore-filtered snapshots of named local contexts. */
  readonly named: ReadonlyMap<string, DirectoryEntry>
  /** Absolute: the builder tells contexts apart by it, most of them by its base name. */
  readonly contextPath: string
  /** Only carried into the plan. */
  readonly shown: { readonly dockerfile: string; readonly context: string; readonly baseline: Plan['baseline'] }
  readonly rules: BuildRules
  /** What `context` was filtered by; the classic builder's client treats directories that it ignores in its own way. */
  readonly ignore?: IgnoreRules | null
  /** What `named` were filtered by. */
  readonly namedIgnore?: ReadonlyMap<string, IgnoreRules>
}

export type Simulation = {
  readonly plan: Plan
  /** What the builder holds once this build has run. */
  readonly after: BuilderState
  /** What the steps are made of. */
  readonly facts: readonly StepFacts[]
  /** Files that decide and are not hashed yet; `context: null` is the build's own. */
  readonly unhashed: readonly { readonly context: string | null; readonly path: string }[]
  /** Every line the engine prints for a step, and its status there. */
  readonly printed: readonly PrintedStep[]
}

export type PrintedStep = {
  readonly name: string
  readonly kind: 'from' | 'step'
  readonly status: PrintedStatus
  readonly key: string
  /** It may as well be printed under one of these. */
  readonly otherNames?: readonly string[]
}

/**
 * The engine's own words on a progress line: `RAN` for DONE, `NONE` for never started. `DEPENDS` where only the engine
 * can know, `ONEOF` where two equal steps meet and it is a race which of them is shown CACHED.
 */
export type PrintedStatus = 'CACHED' | 'RAN' | 'ERROR' | 'NONE' | 'DEPENDS' | 'ONEOF'

/**
 * Predicts one build against what the builder holds.
 * Answers the plan, the lines as the engine will print them, and what the builder holds afterwards. While files that decide
 * are not hashed, steps that read them are `checking` and `after` is the builder as it was.
 */
export function simulateBuild(input: SimulationInput, builder: BuilderState): Simulation {
  const { graph, rules, shown, ignore = null } = input
  if (graph.legacy !== undefined) return simulateLegacy(input, graph.legacy, builder)
  const solution = solve(input, builder)
  const printed = printedSteps(solution, graph)
  const trees = new Map(solution.transfers.map(({ name, tree }) => [name ?? '', tree]))
  const facts = stepFactsOf(graph.steps, solution, rules)
  const past = comparableBuilds(builder.pastBuilds, rules.builder)
  const pairing = pairSteps(stepsOf(past), facts, new Set(graph.stages.map(({ name }) => name)))
  const inForce = { builder: rules.builder, frontend: describeFrontend(graph.frontend), ...daemonInForce(rules.daemon) }
  const telling = { facts, solution, printed, builder, past, rules: inForce, trees, ignore, pairing }
  const steps = planSteps({ steps: graph.steps, ...telling })
  const unhashed = solution.transfers.flatMap(({ name, unhashed: paths }) =>
    paths.map((path) => ({ context: name, path })),
  )
  const build: PastBuild = { steps: facts, trees, rules: inForce }
  const reached = reachedSteps(facts, steps, solution)
  return {
    plan: {
      ...shown,
      target: graph.target,
      rules: inForce,
      stages: graph.stages,
      steps,
      metadata: graph.metadata,
      summary: summarize(steps),
      warnings: planWarnings(graph, solution, rules),
    },
    after:
      unhashed.length > 0 ? builder : rememberBuild(builder, solution, pastAfter(past, build, { pairing, reached })),
    facts,
    unhashed,
    printed,
  }
}

/** Of a build that stops only what it found cached is known to be there. */
function reachedSteps(
  facts: readonly StepFacts[],
  steps: readonly PlanStep[],
  { failed }: Solution,
): ReadonlySet<StepFacts> {
  if (!failed) return new Set(facts)
  const cached = new Set(steps.filter(({ status }) => status === 'cached').map(({ id }) => id))
  return new Set(facts.filter(({ id }) => cached.has(id)))
}
