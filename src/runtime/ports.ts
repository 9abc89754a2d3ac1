/**
 * The outside world as the program sees it. Each port has one real implementation in `sources/` and is passed in by
 * `cli/`; nothing else may reach the disk, an engine or a clock.
 */
import type { BuildOptions } from '../cache/build-options.ts'
import type { BuilderKind } from '../cache/plan.ts'
import type { BaseImage } from '../image/base-image.ts'
import type { Image, ImageListRow, LayerEntry } from '../image/image.ts'
import type { Failure } from '../notice/failure.ts'
import type { BuildEvent } from '../session/build-event.ts'

/** What to watch, and against what: made by `cli` from the command line, plain data. */
export type BuildRequest = {
  /** Absolute. */
  readonly context: string
  /** Absolute, or null to look for `Dockerfile` in the context. */
  readonly dockerfile: string | null
  readonly options: BuildOptions
  /** `file:PATH`, `dir:PATH` (absolute), `now`, `none`. */
  readonly baseline: string
  /** Overrides; null follows the engine and the Dockerfile. */
  readonly builder: BuilderKind | null
  readonly frontend: { readonly version: number; readonly labs: boolean } | 'builtin' | null
  /** BuildKit minor version, 25 for 0.25. */
  readonly daemon: number | null
}

// ---- the build being watched --------------------------------------------------------------------------------------

export interface BuildWatcher {
  /** Starts watching; every event is reported from here on until `close`. */
  start(request: BuildRequest, report: (event: BuildEvent) => void): void
  /** What the engine knows about base images, as it changes: image references → identity and configuration. */
  resolveImages(images: readonly BaseImage[]): void
  /** Which engine answers (null: none); decides the rules that apply where the request does not. */
  setEngine(engine: EngineInfo | null): void
  /** Makes the present state the baseline `now`. */
  rebase(): void
  close(): Promise<void>
}

// ---- engine and images --------------------------------------------------------------------------------------------

export type EngineInfo = {
  /** e.g. `28.5.2`. */
  readonly version: string
  readonly apiVersion: string
  readonly builder: 'overlay2' | 'containerd'
  /** Where it listens, as the person would write it. */
  readonly endpoint: string
  /** BuildKit version when the engine tells it, e.g. `0.25.2`. */
  readonly buildkit: string | null
}

export type EngineEvent =
  | { readonly type: 'engine.connected'; readonly engine: EngineInfo }
  /** No engine is a normal state; the failure says what to do. Reported once per change, then retried quietly. */
  | { readonly type: 'engine.away'; readonly failure: Failure }
  /** An image was tagged, pulled, loaded or deleted; `ref` as the engine prints it. */
  | { readonly type: 'engine.images-changed'; readonly ref: string }

export type ImageProgress = { readonly phase: string; readonly done: number; readonly total: number | null }

export interface ImageSource {
  /** Follows the engine: connects, reconnects, reports. Stops on the signal. */
  follow(report: (event: EngineEvent) => void, signal: AbortSignal): void
  /** Images of the engine, newest first. Throws `FailureError`. */
  list(signal: AbortSignal): Promise<readonly ImageListRow[]>
  /** Image metadata, quick. `ref` may be `docker-archive:PATH`. Throws `FailureError`. */
  inspect(ref: string, signal: AbortSignal): Promise<Image>
  /** Identity and configuration of base images; references that are nowhere have `id: null`. */
  resolve(refs: readonly string[], signal: AbortSignal): Promise<readonly BaseImage[]>
  /** All entries of all layers, lowest layer first; reads the whole image once. Throws `FailureError`. */
  readLayers(
    image: Image,
    report: (progress: ImageProgress) => void,
    signal: AbortSignal,
  ): Promise<readonly (readonly LayerEntry[])[]>
  /** Up to `limit` bytes of one file as the given layer holds it. Throws `FailureError`. */
  readFile(image: Image, layer: number, path: string, limit: number, signal: AbortSignal): Promise<Uint8Array>
}
