import type { Frontend } from '../../dockerfile/frontend/frontend.ts'
import type { DockerfileProblem } from '../../dockerfile/problems/dockerfile-error.ts'
import type { BaseImage } from '../../image/model/base-image.ts'
import type { BuildOptions, BuildRules } from './build-options.ts'
import type { ClassicBuild } from './classic-build.ts'
import type { Vertex } from './graph/vertex.ts'
import type { KeyMount } from './plan/key-inputs.ts'
import type { MetadataRow, PlacedInstruction, PlanStage } from './plan/plan.ts'

/** The requests of a Dockerfile to a builder, under given options. */
export type BuildGraph = BuildkitGraph | ClassicGraph

/** The facts about a Dockerfile that every builder provides. */
type GraphFacts = {
  readonly frontend: Frontend
  /** Stage that is built: its name, or `stage-N`. */
  readonly target: string
  readonly stages: readonly PlanStage[]
  /** Complete references of the images that the needed stages start from or copy from. */
  readonly images: readonly string[]
  /** Whether a needed step reads the build's own context. */
  readonly usesContext: boolean
  /** Paths that are requested from the client, clean and absolute, perhaps with wildcards; null: everything. */
  readonly contextPaths: readonly string[] | null
  readonly namedContexts: readonly NamedContextRequest[]
}

/** Vertices for the solver of BuildKit, and their locations in the file. */
export type BuildkitGraph = GraphFacts & {
  readonly kind: 'buildkit'
  /** Steps of the stages that the target needs, in Dockerfile order. */
  readonly steps: readonly PlacedStep[]
  readonly metadata: readonly MetadataRow[]
  /** The last vertex of the target; null: an empty image. */
  readonly head: Vertex | null
  /** Ids of steps that have another key where the front end is not the version that was assumed. */
  readonly versionSensitive: readonly string[]
  /** Names of `--build-arg` that no step of the target can see. */
  readonly unusedArguments: readonly string[]
}

/** Instructions for the classic builder, one after the other. */
export type ClassicGraph = GraphFacts & { readonly kind: 'classic'; readonly build: ClassicBuild }

export type NamedContextRequest = {
  readonly name: string
  /** Absolute. */
  readonly directory: string
  readonly paths: readonly string[] | null
  /** `LocalVertex.identity`: each is transferred on its own. */
  readonly vertex: string
}

/** A vertex at its location in the Dockerfile. Several locations can have vertices of equal identity. */
export type PlacedStep = PlacedInstruction & {
  readonly vertex: Vertex
  /** The instruction with the values that are part of its key. */
  readonly resolvedText: string
  /** See `StepFacts`. */
  readonly stageSettings: readonly (readonly [relation: string, value: string])[]
  readonly environment: readonly (readonly [name: string, value: string])[] | null
  readonly variablesUsed?: readonly (readonly [name: string, value: string])[]
  /** The mounts of a RUN. */
  readonly mounts?: readonly KeyMount[]
  /** The option that marks it: `--no-cache` or `--no-cache-filter`; null: none does. */
  readonly forcedBy: string | null
}

export type BuildGraphInput = {
  /** Text of the Dockerfile. */
  readonly text: string
  readonly options: BuildOptions
  readonly rules: BuildRules
  /** The known images, by complete reference. */
  readonly images: ReadonlyMap<string, BaseImage>
}

export type BuildGraphResult<Graph extends BuildGraph = BuildGraph> =
  | { readonly graph: Graph; readonly problem: null }
  | { readonly graph: null; readonly problem: DockerfileProblem }
