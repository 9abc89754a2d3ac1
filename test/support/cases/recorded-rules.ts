import type { BuildRules } from '../../../src/cache/build-options.ts'
import type { BuilderKind } from '../../../src/cache/plan.ts'
import type { Recording } from '../../engine/recording.ts'

/** The rules that a recording's builder goes by. */
export function recordedRules({ engine }: Pick<Recording, 'engine'>): BuildRules {
  const daemon = /^buildkitd v0\.(\d+)/.exec(engine.server)?.[1]
  return {
    builder: builderOf(engine),
    // Docker 28.5 has BuildKit 0.25.
    daemon: daemon === undefined ? 25 : Number(daemon),
    frontend: null,
    knownFrontends: {},
  }
}

function builderOf({ builder, storageDriver }: Recording['engine']): BuilderKind {
  if (builder === 'legacy') return 'legacy'
  return storageDriver === 'overlay2' ? 'overlay2' : 'containerd'
}
