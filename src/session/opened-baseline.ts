import type { BuildRules } from '../cache/model/build-options.ts'
import type { BuilderState } from '../cache/model/builder-state.ts'
import type { BaselineName, ShownBaseline } from '../cache/model/plan/baseline.ts'
import type { BaseImage } from '../image/model/base-image.ts'
import type { BuildRequest } from './build-request.ts'
import type { BuildInputs } from './predict-build.ts'

/**
 * The builder that a plan is compared with: its first state and the builds since. The builds are kept as inputs, so
 * that they can be run again when other rules or base images become known.
 */
export type OpenedBaseline = {
  readonly shown: ShownBaseline
  readonly start: BuilderState
  readonly builds: readonly BuildInputs[]
}

/** The knowledge at the time when a baseline is opened. */
export type OpeningBaseline = {
  readonly name: BaselineName
  readonly request: BuildRequest
  readonly rules: BuildRules
  readonly images: ReadonlyMap<string, BaseImage>
}
