import { type BuildRules, defaultRules } from '../../../src/cache/model/build-options.ts'
import type { BuilderKind } from '../../../src/cache/model/plan/plan.ts'
import type { Recording } from '../../engine/recording.ts'

/** The rules that a recording's builder goes by. */
export function recordedRules({ engine }: Pick<Recording, 'engine'>): BuildRules {
  return {
    builder: builderOf(engine),
    daemon: daemonOf(engine.server),
    platform: defaultRules.platform,
    frontend: null,
    knownFrontends: {},
  }
}

function daemonOf(server: string): number {
  const buildkitd = /^buildkitd v0\.(\d+)/.exec(server)
  if (buildkitd !== null) return Number(buildkitd[1])
  // Docker 20.10 has BuildKit 0.8, Docker 28.5 has 0.25.
  return server.startsWith('20.10.') ? 8 : 25
}

function builderOf({ builder, storageDriver }: Recording['engine']): BuilderKind {
  if (builder === 'legacy') return 'legacy'
  return storageDriver === 'overlay2' ? 'overlay2' : 'containerd'
}
