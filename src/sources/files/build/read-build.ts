import type { BuilderState } from '../../../cache/model/builder-state.ts'
import type { Plan } from '../../../cache/model/plan.ts'
import type { Simulation } from '../../../cache/model/simulation.ts'
import { type Failure, FailureError } from '../../../diagnostics/failure.ts'
import type { Problem } from '../../../diagnostics/problem.ts'
import type { BaseImage } from '../../../image/model/base-image.ts'
import type { BuildRequest } from '../../../session/build-request.ts'
import type { EngineInfo } from '../../../session/engine-event.ts'
import { rulesInForce } from '../../../session/rules-in-force.ts'
import { machinePlatform } from '../../machine-platform.ts'
import { type Baseline, builderOf, openBaseline } from '../baselines/open-baseline.ts'
import type { TreeControl } from '../tree/context-tree.ts'
import { OpenBuild, type Readiness } from './build-files.ts'
import { simulateOpenBuild } from './simulate-open-build.ts'

export type ReadBuildOptions = {
  readonly request: BuildRequest
  /** Which engine answers; null: none. */
  readonly engine: EngineInfo | null
  /** Identity and configuration of base images, by complete reference; the caller asks the engine. */
  readonly resolveImages: (refs: readonly string[], signal: AbortSignal) => Promise<readonly BaseImage[]>
  /** The process's: says where digests are remembered. */
  readonly environment: NodeJS.ProcessEnv
  readonly report?: TreeControl['report']
  readonly signal: AbortSignal
}

export type ReadBuildResult =
  | {
      readonly kind: 'planned'
      readonly plan: Plan
      /** What the builder holds once this build has run. */
      readonly after: BuilderState
      readonly simulation: Simulation
    }
  /** A build would stop before any step, at this place of a file. */
  | { readonly kind: 'problem'; readonly problem: Problem }
  | { readonly kind: 'failure'; readonly failure: Failure }

/** Reads a build from disk once and predicts it against its baseline. Rejects only with the signal's reason. */
export function readBuild(options: ReadBuildOptions): Promise<ReadBuildResult> {
  return readBuildAgainst(options, (needs) => openBaseline(options.request.baseline, needs))
}

/** The same against a baseline that the caller opens once the build is known to be sound. */
export async function readBuildAgainst(
  options: ReadBuildOptions,
  baselineOf: (needs: Parameters<typeof openBaseline>[1]) => Promise<Baseline>,
): Promise<ReadBuildResult> {
  const { request, engine, environment, signal } = options
  const control: TreeControl = { report: options.report ?? (() => undefined), interrupted: () => false, signal }
  const build = new OpenBuild({ request, environment })
  build.rules = rulesInForce(request, engine, machinePlatform)
  try {
    const readiness = await readWithImages(build, options)
    if (readiness.kind !== 'ready') return readiness
    await build.walk(control)
    const baseline = await baselineOf({ build, environment, control })
    const builder = builderOf(baseline, build.rules)
    const { simulation } = await simulateOpenBuild(build, builder, baseline.shown, control)
    build.save()
    return { kind: 'planned', plan: simulation.plan, after: simulation.after, simulation }
  } catch (error) {
    if (error instanceof FailureError) return { kind: 'failure', failure: error.failure }
    throw error
  }
}

/**
 * Images bring triggers (ONBUILD) that may name further images: asked until no new one comes up. What nobody answers
 * for stays out of the map: the plan then says that no engine told, not that the engine lacks it.
 */
async function readWithImages(build: OpenBuild, { resolveImages, signal }: ReadBuildOptions): Promise<Readiness> {
  const asked = new Set<string>()
  for (;;) {
    const readiness = build.read()
    if (readiness.kind !== 'ready') return readiness
    const missing = readiness.graph.images.filter((ref) => !asked.has(ref))
    if (missing.length === 0) return readiness
    for (const ref of missing) asked.add(ref)
    const answered = await resolveImages(missing, signal)
    build.images = new Map([...build.images, ...answered.map((image) => [image.ref, image] as const)])
  }
}
