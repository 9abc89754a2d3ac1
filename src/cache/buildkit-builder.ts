import type { Frontend } from '../dockerfile/frontend/frontend.ts'
import { describeFrontend } from '../dockerfile/frontend/frontend.ts'
import { detectCheck } from '../dockerfile/parser/directives.ts'
import { parseDockerfile } from '../dockerfile/parser/parse-dockerfile.ts'
import { DockerfileError, problemOf } from '../dockerfile/problems/dockerfile-error.ts'
import { comparableBuilds, pastAfter, stepsOf } from './causes/build-history.ts'
import { pairSteps } from './causes/cause-pairing.ts'
import { convertDockerfile } from './frontend/convert-dockerfile.ts'
import { checkLint } from './frontend/lint/lint-check.ts'
import { checkBuildkitArguments } from './frontend/options/buildkit-arguments.ts'
import { chooseFrontend } from './frontend/options/choose-frontend.ts'
import { versionSensitiveSteps } from './frontend/options/version-sensitive-steps.ts'
import type { BuildGraphInput, BuildGraphResult, BuildkitGraph, PlacedStep } from './model/build-graph.ts'
import type { Builder } from './model/builder.ts'
import type { BuilderState, PastBuild } from './model/builder-state.ts'
import { daemonInForce } from './model/daemon-features.ts'
import type { PlanStep } from './model/plan/plan.ts'
import type { StepFacts } from './model/plan/step-facts.ts'
import type { Simulation, SimulationInput } from './model/simulation.ts'
import { stepFactsOf } from './plan/collect-facts.ts'
import { planSteps } from './plan/make-steps.ts'
import { planWarnings } from './plan/plan-warnings.ts'
import { summarize } from './plan/summarize.ts'
import { printedSteps } from './solver/printed-steps.ts'
import { rememberBuild } from './solver/remember-build.ts'
import type { Solution } from './solver/solution.ts'
import { solve } from './solver/solve.ts'

/** BuildKit: a Dockerfile becomes vertices, and the solver looks each of them up by its cache key. */
export const buildkitBuilder: Builder<BuildkitGraph> = { read: readGraph, simulate }

function readGraph(input: BuildGraphInput): BuildGraphResult<BuildkitGraph> {
  try {
    checkBuildkitArguments(input.options.buildArgs)
    const frontend = chooseFrontend(input.text, input.options, input.rules)
    const { dockerfile, problem } = parseDockerfile(input.text, frontend)
    if (problem !== null) return { graph: null, problem }
    const graph = convertDockerfile(dockerfile, frontend, input)
    const linted = {
      dockerfile,
      frontend,
      stages: graph.stages,
      images: input.images,
      buildArgs: input.options.buildArgs,
    }
    checkLint(linted, input.options.buildArgs.BUILDKIT_DOCKERFILE_CHECK ?? detectCheck(input.text))
    const versionSensitive = versionSensitiveSteps(frontend, graph.steps, (other) => stepsBy(other, input))
    return { graph: { ...graph, versionSensitive }, problem: null }
  } catch (error) {
    if (!(error instanceof DockerfileError)) throw error
    return { graph: null, problem: problemOf(error) }
  }
}

function stepsBy(frontend: Frontend, input: BuildGraphInput): readonly PlacedStep[] {
  const { dockerfile } = parseDockerfile(input.text, frontend)
  return dockerfile === null ? [] : convertDockerfile(dockerfile, frontend, input).steps
}

function simulate(input: SimulationInput<BuildkitGraph>, builder: BuilderState): Simulation {
  const { graph, rules, shown, ignore } = input
  const solution = solve(input, builder)
  const printed = printedSteps(solution, graph)
  const trees = new Map(solution.transfers.map(({ name, tree }) => [name ?? '', tree]))
  const facts = stepFactsOf(graph.steps, solution, rules)
  const past = comparableBuilds(builder.pastBuilds, rules.builder, shown.dockerfile)
  const pairing = pairSteps(stepsOf(past), facts, new Set(graph.stages.map(({ name }) => name)))
  const inForce = { builder: rules.builder, frontend: describeFrontend(graph.frontend), ...daemonInForce(rules.daemon) }
  const given = { facts, solution, printed, builder, past, rules: inForce, trees, ignore, pairing }
  const steps = planSteps({ steps: graph.steps, ...given })
  const unhashed = solution.transfers.flatMap(({ name, unhashed: paths }) =>
    paths.map((path) => ({ context: name, path })),
  )
  const build: PastBuild = { steps: facts, trees, rules: inForce, dockerfile: shown.dockerfile }
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
      unhashed.length > 0
        ? builder
        : rememberBuild(builder, solution, pastAfter(builder.pastBuilds, build, { pairing, reached })),
    facts,
    unhashed,
    printed,
  }
}

/** The steps that the build reached. A build that stops has certainly reached only the steps that it found cached. */
function reachedSteps(
  facts: readonly StepFacts[],
  steps: readonly PlanStep[],
  { failed }: Solution,
): ReadonlySet<StepFacts> {
  if (!failed) return new Set(facts)
  const cached = new Set(steps.filter(({ status }) => status === 'cached').map(({ id }) => id))
  return new Set(facts.filter(({ id }) => cached.has(id)))
}
