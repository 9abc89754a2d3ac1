import { type BuildRules, defaultRules } from '../cache/model/build-options.ts'
import type { BuildRequest } from './build-request.ts'
import type { EngineInfo } from './engine-event.ts'

/**
 * The rules of a prediction: the requested ones, else those of the engine, else those of Docker 28.5 with overlay2 on
 * `machine`, the platform of this machine.
 */
export function rulesInForce(request: BuildRequest, engine: EngineInfo | null, machine: string): BuildRules {
  return {
    builder: request.builder ?? engine?.builder ?? defaultRules.builder,
    daemon: request.daemon ?? (engine === null ? null : daemonOf(engine)) ?? defaultRules.daemon,
    platform: engine?.platform ?? machine,
    frontend: request.frontend,
    knownFrontends: defaultRules.knownFrontends,
  }
}

/**
 * BuildKit's minor version. An engine that does not report it is recognized by its own version: every engine before 24,
 * and engines built without the BuildKit version.
 */
function daemonOf({ buildkit, version }: EngineInfo): number | null {
  const reported = /^v?0\.(\d+)/.exec(buildkit ?? '')
  if (reported !== null) return Number(reported[1])
  const major = /^(\d+)\./.exec(version)?.[1]
  if (major === undefined) return null
  return oldEngines[major] ?? (Number(major) >= 29 ? 26 : 25)
}

/** The BuildKit in them. Source: vendor.conf and vendor.mod of moby. */
const oldEngines: Readonly<Record<string, number>> = { 18: 3, 19: 6, 20: 8, 23: 10, 24: 11, 25: 12, 26: 13 }
