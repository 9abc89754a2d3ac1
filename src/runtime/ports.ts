/**
 * The outside world as the program sees it. Each port has one real implementation in `sources/` and is passed in by
 * `cli/`; nothing else may reach the disk, an engine or a clock.
 */
import type { BaseImage } from '../image/model/base-image.ts'
import type { ContainerChanges } from '../image/model/container-changes.ts'
import type { Image, ImageListRow, LayerEntry } from '../image/model/image.ts'
import type { BuildEvent } from '../session/build-event.ts'
import type { BuildRequest } from '../session/build-request.ts'
import type { EngineEvent, EngineInfo, ImageProgress } from '../session/engine-event.ts'

// What the ports speak of, named here too for those who implement them.
export type { BuildRequest, EngineEvent, EngineInfo, ImageProgress }

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

export interface ImageSource {
  /** Follows the engine: connects, reconnects, reports. Stops on the signal. */
  follow(report: (event: EngineEvent) => void, signal: AbortSignal): void
  /** Images of the engine that have a name, newest first. Throws `FailureError`. */
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
  /** Containers made from the image, and what each has written on top of it. Throws `FailureError`. */
  changes(image: Image, signal: AbortSignal): Promise<readonly ContainerChanges[]>
}

// ---- the terminal -------------------------------------------------------------------------------------------------

export interface Screen {
  /** Redraws everything. */
  repaint(): void
  captureMouse(on: boolean): void
  /** Gives the terminal to the shell until it continues the program. */
  suspend(): void
  quit(): void
}
