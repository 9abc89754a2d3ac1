import type { BuilderKind } from '../cache/model/plan/plan.ts'
import type { Failure } from '../diagnostics/failure.ts'

export type EngineInfo = {
  /** e.g. `28.5.2`. */
  readonly version: string
  readonly apiVersion: string
  /** The builder that its client uses. */
  readonly builder: BuilderKind
  /** Its address, as a person would write it. */
  readonly endpoint: string
  /** BuildKit version if the engine reports one, e.g. `0.25.2`. */
  readonly buildkit: string | null
  /** Its platform: `linux/arm64`. */
  readonly platform: string
}

export type EngineEvent =
  | { readonly type: 'engine.connected'; readonly engine: EngineInfo }
  /** No engine is a normal state; the failure says what to do. Reported once per change, then retried quietly. */
  | { readonly type: 'engine.away'; readonly failure: Failure }
  /** An image was tagged, pulled, loaded or deleted; `ref` as the engine prints it. */
  | { readonly type: 'engine.images-changed'; readonly ref: string }

export type ImageProgress = { readonly phase: string; readonly done: number; readonly total: number | null }
