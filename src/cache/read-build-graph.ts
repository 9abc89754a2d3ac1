import type { Frontend } from '../dockerfile/frontend.ts'
import { detectCheck } from '../dockerfile/parser/directives.ts'
import { DockerfileError, type DockerfileProblem, problemOf } from '../dockerfile/parser/dockerfile-error.ts'
import { parseDockerfile } from '../dockerfile/parser/parse-dockerfile.ts'
import type { BaseImage } from '../image/model/base-image.ts'
import type { LegacyBuild } from './classic/model/classic-build.ts'
import { planLegacyBuild } from './classic/plan-classic-build.ts'
import { planStages } from './frontend/convert-dockerfile.ts'
import { checkLint } from './frontend/lint/lint-check.ts'
import { checkSteeringArguments } from './frontend/options/buildkit-arguments.ts'
import { chooseFrontend } from './frontend/options/choose-frontend.ts'
import { doubtfulSteps } from './frontend/options/version-sensitive-steps.ts'
import type { BuildOptions, BuildRules } from './model/build-options.ts'
import type { MetadataRow, PlanStage } from './model/plan.ts'
import type { Vertex } from './model/vertex.ts'

/** What a Dockerfile asks a builder for under given options: vertices for the solver, and where they stand in the file. */
export type BuildGraph = {
  readonly frontend: Frontend
  /** Stage that is built: its name, or `stage-N`. */
  readonly target: string
  readonly stages: readonly PlanStage[]
  /** Steps of the stages that the target needs, in Dockerfile order. */
  readonly steps: readonly PlacedStep[]
  readonly metadata: readonly MetadataRow[]
  /** What the target ends with; null: an empty image. */
  readonly head: Vertex | null
  /** Complete references of the images that the needed stages start from or copy from. */
  readonly images: readonly string[]
  /** Whether a needed step reads the build's own context. */
  readonly usesContext: boolean
  /** Paths that are asked of the client, clean and absolute, perhaps with wildcards; null: everything. */
  readonly contextPaths: readonly string[] | null
  readonly namedContexts: readonly NamedContextRequest[]
  /** Ids of steps that have another key where the front end is not the version that was assumed. */
  readonly doubtful?: readonly string[]
  /** The build as the classic builder takes it, under its rules; everything else but stages and images is empty then. */
  readonly legacy?: LegacyBuild
}

export type NamedContextRequest = {
  readonly name: string
  /** Absolute. */
  readonly directory: string
  readonly paths: readonly string[] | null
  /** `LocalVertex.identity`: each is transferred on its own. */
  readonly vertex: string
}

/** A vertex where it stands in the Dockerfile. Two places can have vertices of equal identity. */
export type PlacedStep = {
  /** `PlanStep.id`. */
  readonly id: string
  readonly vertex: Vertex
  readonly stage: string
  readonly stageIndex: number
  readonly line: number
  readonly endLine: number
  readonly instruction: string
  readonly text: string
  /** The instruction with the values that count in its key. */
  readonly spelled: string
  /** See `StepFacts`. */
  readonly around: readonly (readonly [relation: string, value: string])[]
  readonly environment: readonly (readonly [name: string, value: string])[] | null
  readonly named?: readonly (readonly [name: string, value: string])[]
  /** The option that marks it: `--no-cache` or `--no-cache-filter`; null: none does. */
  readonly forcedBy: string | null
}

export type BuildGraphInput = {
  /** Text of the Dockerfile. */
  readonly text: string
  readonly options: BuildOptions
  readonly rules: BuildRules
  /** What is known of images, by complete reference. */
  readonly images: ReadonlyMap<string, BaseImage>
}

export type BuildGraphResult =
  | { readonly graph: BuildGraph; readonly problem: null }
  | { readonly graph: null; readonly problem: DockerfileProblem }

/**
 * Reads a Dockerfile as the front end that applies does, and plans the target's stages.
 * Answers the graph, or the one problem at which a build would stop before any step. Never throws for what the file says.
 */
export function buildGraph(input: BuildGraphInput): BuildGraphResult {
  if (input.rules.builder === 'legacy') return planLegacyBuild(input)
  try {
    checkSteeringArguments(input.options.buildArgs)
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
    const doubtful = doubtfulSteps(frontend, graph.steps, (other) => stepsBy(other, input))
    return { graph: { ...graph, doubtful }, problem: null }
  } catch (error) {
    if (!(error instanceof DockerfileError)) throw error
    return { graph: null, problem: problemOf(error) }
  }
}

function stepsBy(frontend: Frontend, input: BuildGraphInput): readonly PlacedStep[] {
  const { dockerfile } = parseDockerfile(input.text, frontend)
  return dockerfile === null ? [] : planStages(dockerfile, frontend, input).steps
}
