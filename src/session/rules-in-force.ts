import { type BuildRules, defaultRules } from '../cache/build-options.ts'
import type { BuildRequest } from './build-request.ts'
import type { EngineInfo } from './engine-event.ts'

/** Whose rules a prediction follows: what was asked for, else what the engine is, else Docker 28.5 with overlay2. */
export function rulesInForce(request: BuildRequest, engine: EngineInfo | null): BuildRules {
  return {
    builder: request.builder ?? engine?.builder ?? defaultRules.builder,
    daemon: request.daemon ?? (engine === null ? null : daemonOf(engine)) ?? defaultRules.daemon,
    frontend: request.frontend,
    knownFrontends: defaultRules.knownFrontends,
  }
}

/** BuildKit's minor version; engines that do not tell it are known by their own: 28 brings 0.25 and 29 brings 0.26. */
function daemonOf({ buildkit, version }: EngineInfo): number | null {
  const told = /^v?0\.(\d+)/.exec(buildkit ?? '')
  if (told !== null) return Math.max(25, Number(told[1]))
  const major = /^(\d+)\./.exec(version)
  return major === null ? null : Number(major[1]) >= 29 ? 26 : 25
}
