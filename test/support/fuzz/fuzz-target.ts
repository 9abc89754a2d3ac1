import { chooseFrontend } from '../../../src/cache/frontend/options/choose-frontend.ts'
import { type BuildRules, defaultOptions, defaultRules } from '../../../src/cache/model/build-options.ts'
import type { RunningEngine } from '../../engine/engine.ts'
import type { Predictor } from '../cases/predict-build.ts'
import type { FuzzFeatures, FuzzProfile } from './fuzz-project.ts'

/** What builds run on, and by which rules they are predicted. */
export type BuildTarget = {
  readonly engine: RunningEngine
  /** Variables for hooks. */
  readonly env: NodeJS.ProcessEnv
  readonly syntax: string | null
  /** A buildx builder; null: the engine's own. */
  readonly builder: string | null
  readonly rules: BuildRules
  readonly resolveImages: Predictor['resolveImages']
  /** Nothing else builds there meanwhile, so FROM lines can be compared too. */
  readonly idle: boolean
}

/** A builder of its own behaves as the containerd store does. */
export function rulesFor(options: {
  readonly store: 'overlay2' | 'containerd' | '20.10'
  readonly builder: string | null
  readonly daemon: number
}): BuildRules {
  const store = options.store === '20.10' ? 'overlay2' : options.store
  const builder = options.builder === null ? store : 'containerd'
  return { ...defaultRules, builder, daemon: options.daemon }
}

/** COPY --parents came with front end 1.20. */
export function featuresFor(target: Pick<BuildTarget, 'syntax' | 'rules'>, profile: FuzzProfile): FuzzFeatures {
  const text = target.syntax === null ? '' : `# syntax=${target.syntax}\n`
  const { version, labs } = chooseFrontend(text, defaultOptions, target.rules)
  return { parents: version >= 20 || labs, profile }
}
