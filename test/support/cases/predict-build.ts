import type { BuildRules } from '../../../src/cache/model/build-options.ts'
import type { BuilderState } from '../../../src/cache/model/builder-state.ts'
import type { Plan } from '../../../src/cache/model/plan/plan.ts'
import type { StepFacts } from '../../../src/cache/model/plan/step-facts.ts'
import type { PrintedStep } from '../../../src/cache/model/simulation.ts'
import type { BaseImage } from '../../../src/image/model/base-image.ts'
import type { BuildRequest } from '../../../src/session/build-request.ts'
import { newSession } from '../../../src/session/loop/session-state.ts'
import { readSession } from '../../../src/sources/files/session/read-session.ts'
import { parseDockerArguments } from './docker-arguments.ts'
import type { ReadyBuild } from './play-case.ts'

export type Predictor = {
  readonly rules: BuildRules
  /** What the engine knows about images, asked by complete reference. */
  readonly resolveImages: (refs: readonly string[]) => Promise<readonly BaseImage[]>
  /** Where relative paths of arguments start. */
  readonly cwd: string
}

export type Prediction = {
  /** Whether the build ends well. */
  readonly ok: boolean
  readonly error: string
  readonly printed: readonly PrintedStep[]
  /** Null: the build stops before any step. */
  readonly plan: Plan | null
  readonly facts: readonly StepFacts[]
  readonly after: BuilderState
}

/** Reads a build's files from the disk as they are now, and predicts the build against what the builder holds. */
export async function predictBuild(build: ReadyBuild, predictor: Predictor, before: BuilderState): Promise<Prediction> {
  const { rules, cwd } = predictor
  const { options, dockerfile } = parseDockerArguments(build.args, {
    cwd,
    env: { DOCKER_CONFIG: cwd, ...build.env },
    classic: rules.builder === 'legacy',
  })
  const { builder, frontend, daemon } = rules
  const baseline = { kind: 'none', ref: null } as const
  const request: BuildRequest = { context: build.context, dockerfile, options, baseline, builder, frontend, daemon }
  const read = await readSession(newSession({ request, mode: 'once', machine: rules.platform, engine: null, rules }), {
    baselines: {
      open: async () => ({ kind: 'opened', stamp: '', baseline: { shown: baseline, start: before, builds: [] } }),
    },
    images: { resolve: (refs) => resolveAll(refs, predictor) },
    // No directory can be made there, so no digest is remembered.
    environment: { XDG_CACHE_HOME: '/dev/null' },
    report: () => undefined,
    signal: new AbortController().signal,
  })
  const stops = (error: string): Prediction => ({ ok: false, error, printed: [], plan: null, facts: [], after: before })
  if (read.kind === 'problem') return stops(read.problem.message)
  if (read.kind === 'failure') return stops(read.failure.summary)
  const { printed, plan, facts, after } = read.last.simulation
  const failing = plan.steps.find(({ status }) => status === 'fails')
  const cause = failing?.causes.find(({ kind }) => kind === 'error')
  return { ok: failing === undefined, error: cause?.kind === 'error' ? cause.message : '', printed, plan, facts, after }
}

/** An image that the engine does not have is known to be nowhere. */
async function resolveAll(refs: readonly string[], { resolveImages }: Predictor): Promise<readonly BaseImage[]> {
  const known = new Map((await resolveImages(refs)).map((image) => [image.ref, image]))
  return refs.map((ref) => known.get(ref) ?? { ref, id: null, digest: null, diffIds: [], config: null })
}
