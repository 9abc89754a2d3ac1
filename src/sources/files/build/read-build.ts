import type { BuilderState } from '../../../cache/model/builder-state.ts'
import type { Plan } from '../../../cache/model/plan/plan.ts'
import type { Simulation } from '../../../cache/model/simulation.ts'
import type { Failure } from '../../../diagnostics/failure.ts'
import type { Problem } from '../../../diagnostics/problem.ts'
import type { BaseImage } from '../../../image/model/base-image.ts'
import type { BuildRequest } from '../../../session/build-request.ts'
import type { EngineInfo } from '../../../session/engine-event.ts'
import { newSession, type SessionState } from '../../../session/loop/session-state.ts'
import type { BaselineStore, ContextTrees, Progress } from '../../../session/ports.ts'
import { machinePlatform } from '../../machine-platform.ts'
import { diskBaselines } from '../baselines/disk-baselines.ts'
import { readSession } from '../session/read-session.ts'

export type ReadBuildOptions = {
  readonly request: BuildRequest
  /** The connected engine; null: none. */
  readonly engine: EngineInfo | null
  /** Identity and configuration of base images, by complete reference; the caller asks the engine. */
  readonly resolveImages: (refs: readonly string[], signal: AbortSignal) => Promise<readonly BaseImage[]>
  /** The process's: says where digests are remembered. */
  readonly environment: NodeJS.ProcessEnv
  readonly report?: Progress['report']
  readonly signal: AbortSignal
  /** Snapshots that other builds of this moment share; absent: the build reads its own. */
  readonly trees?: ContextTrees
}

export type ReadBuildResult =
  | {
      readonly kind: 'planned'
      readonly plan: Plan
      /** The builder state after this build. */
      readonly after: BuilderState
      readonly simulation: Simulation
      /** The session at its end. */
      readonly session: SessionState
    }
  /** A build would stop before any step, at this place of a file. */
  | { readonly kind: 'problem'; readonly problem: Problem }
  | { readonly kind: 'failure'; readonly failure: Failure }

/** Reads a build from disk once and predicts it against its baseline. Rejects only with the signal's reason. */
export function readBuild(options: ReadBuildOptions): Promise<ReadBuildResult> {
  return readBuildAgainst(options, diskBaselines(options.environment))
}

/** The same against baselines that the caller opens, once the build is known to be sound. */
export async function readBuildAgainst(
  { request, engine, resolveImages, environment, report, signal, trees }: ReadBuildOptions,
  baselines: BaselineStore,
): Promise<ReadBuildResult> {
  const start = newSession({ request, mode: 'once', machine: machinePlatform, engine })
  const images = { resolve: resolveImages }
  const given = { baselines, images, environment, report: report ?? (() => undefined), signal }
  const read = await readSession(start, trees === undefined ? given : { ...given, trees })
  if (read.kind !== 'planned') return read
  const { simulation } = read.last
  return { kind: 'planned', plan: simulation.plan, after: simulation.after, simulation, session: read.session }
}
