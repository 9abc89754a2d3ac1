import type { BuildOptions } from '../cache/model/build-options.ts'
import type { BaselineName } from '../cache/model/plan/baseline.ts'
import type { BuilderKind } from '../cache/model/plan/plan.ts'

/** The build to watch and its baseline, as plain data; `cli` makes it from the command line. */
export type BuildRequest = {
  /** Absolute. */
  readonly context: string
  /** Absolute, or null to look for `Dockerfile` in the context. */
  readonly dockerfile: string | null
  readonly options: BuildOptions
  /** Paths in it are absolute. */
  readonly baseline: BaselineName
  /** Overrides; null follows the engine and the Dockerfile. */
  readonly builder: BuilderKind | null
  readonly frontend: { readonly version: number; readonly labs: boolean } | 'builtin' | null
  /** BuildKit minor version, 25 for 0.25. */
  readonly daemon: number | null
}
