import type { Frontend } from '../dockerfile/frontend/frontend.ts'
import { detectCheck } from '../dockerfile/parser/directives.ts'
import { parseDockerfile } from '../dockerfile/parser/parse-dockerfile.ts'
import { DockerfileError, problemOf } from '../dockerfile/problems/dockerfile-error.ts'
import { planClassicBuild } from './classic/plan-classic-build.ts'
import { planStages } from './frontend/convert-dockerfile.ts'
import { checkLint } from './frontend/lint/lint-check.ts'
import { checkBuildkitArguments } from './frontend/options/buildkit-arguments.ts'
import { chooseFrontend } from './frontend/options/choose-frontend.ts'
import { versionSensitiveSteps } from './frontend/options/version-sensitive-steps.ts'
import type { BuildGraphInput, BuildGraphResult, PlacedStep } from './model/build-graph.ts'

/**
 * Reads a Dockerfile as the front end that applies does, and plans the target's stages.
 * Answers the graph, or the one problem at which a build would stop before any step. Never throws for what the file says.
 */
export function buildGraph(input: BuildGraphInput): BuildGraphResult {
  if (input.rules.builder === 'legacy') return planClassicBuild(input)
  try {
    checkBuildkitArguments(input.options.buildArgs)
    const frontend = chooseFrontend(input.text, input.options, input.rules)
    const { dockerfile, problem } = parseDockerfile(input.text, frontend)
    if (problem !== null) return { graph: null, problem }
    const graph = planStages(dockerfile, frontend, input)
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
  return dockerfile === null ? [] : planStages(dockerfile, frontend, input).steps
}
