import { describeFrontend } from '../dockerfile/frontend/frontend.ts'
import { comparableBuilds, pastAfter, stepsOf } from './causes/build-history.ts'
import { pairSteps } from './causes/cause-pairing.ts'
import { simulateClassic } from './classic/simulate-classic.ts'
import type { BuilderState, PastBuild } from './model/builder-state.ts'
import { daemonInForce } from './model/daemon-features.ts'
import type { PlanStep } from './model/plan.ts'
import type { Simulation, SimulationInput } from './model/simulation.ts'
import type { StepFacts } from './model/step-facts.ts'
import { stepFactsOf } from './plan/collect-facts.ts'
import { planSteps } from './plan/make-steps.ts'
import { planWarnings } from './plan/plan-warnings.ts'
import { summarize } from './plan/summarize.ts'
import { printedSteps } from './solver/printed-steps.ts'
import { rememberBuild } from './solver/remember-build.ts'
import type { Solution } from './solver/solution.ts'
import { solve } from './solver/solve.ts'

/**
 * Predicts one build against what the builder holds.
 * Answers the plan, the lines as the engine will print them, and what the builder holds afterwards. While files that decide
 * are not hashed, steps that read them are `checking` and `after` is the builder as it was.
 */
export function simulateBuild(input: SimulationInput, builder: BuilderState): Simulation {
  const { graph, rules, shown, ignore = null } = input
  if (graph.classic !== undefined) return simulateClassic(input, graph.classic, builder)
  const solution = solve(input, builder)
  const printed = printedSteps(solution, graph)
  const trees = new Map(solution.transfers.map(({ name, tree }) => [name ?? '', tree]))
  const facts = stepFactsOf(graph.steps, solution, rules)
  const past = comparableBuilds(builder.pastBuilds, rules.builder)
  const pairing = pairSteps(stepsOf(past), facts, new Set(graph.stages.map(({ name }) => name)))
  const inForce = { builder: rules.builder, frontend: describeFrontend(graph.frontend), ...daemonInForce(rules.daemon) }
  const given = { facts, solution, printed, builder, past, rules: inForce, trees, ignore, pairing }
  const steps = planSteps({ steps: graph.steps, ...given })
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
