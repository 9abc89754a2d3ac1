/**
 * The program's interfaces to the outside world. Each port has one real implementation in `sources/`, which `cli/`
 * passes in. No other code may use the disk, an engine or a clock.
 */
import type { Waste } from '../image/analysis/waste.ts'
import type { BaseImage } from '../image/model/base-image.ts'
import type { ContainerChanges } from '../image/model/container-changes.ts'
import type { Image, ImageListRow, LayerEntry } from '../image/model/image.ts'
import type { ImageReference } from '../image/model/image-reference.ts'
import type { ImageWarning } from '../image/model/image-warning.ts'
import type { ImageTree } from '../image/tree/image-tree.ts'
import type { StoredFile } from '../image/tree/stored-file.ts'
import type { BuildEvent } from '../session/build-event.ts'
import type { BuildRequest } from '../session/build-request.ts'
import type { EngineEvent, EngineInfo, ImageProgress } from '../session/engine-event.ts'

// Types of the ports, exported again for their implementations.
export type { BuildRequest, EngineEvent, EngineInfo, ImageProgress }

// ---- the build being watched --------------------------------------------------------------------------------------

export interface BuildWatcher {
  /** Starts watching; every event is reported from here on until `close`. */
  start(request: BuildRequest, report: (event: BuildEvent) => void): void
  /** The present information about base images: image references → identity and configuration. */
  resolveImages(images: readonly BaseImage[]): void
  /** The connected engine; null: none. It decides the rules if the request does not. */
  setEngine(engine: EngineInfo | null): void
  /** Makes the present state the baseline `now`. */
  rebase(): void
  close(): Promise<void>
}

// ---- engine and images --------------------------------------------------------------------------------------------

/** The engine that the docker command would use. */
export interface Engine {
  /** Follows the engine: connects, reconnects, reports. Stops on the signal. */
  follow(report: (event: EngineEvent) => void, signal: AbortSignal): void
  /** Images of the engine that have a name, newest first. Throws `FailureError`. */
  list(signal: AbortSignal): Promise<readonly ImageListRow[]>
  /** Identity and configuration of base images; references that are nowhere have `id: null`. Throws `FailureError`. */
  resolve(refs: readonly string[], signal: AbortSignal): Promise<readonly BaseImage[]>
}

/** Images, wherever they are. */
export interface ImageSource extends Engine {
  /** Finds an image and reads its metadata, which is quick; its layers are read later. Throws `FailureError`. */
  open(reference: ImageReference, signal: AbortSignal): Promise<ImageHandle>
  /** Releases the stored data from which images are read. */
  close(): void
}

/**
 * Image operations for the workbench. An image is identified by its earlier `open`, in whatever thread the work is
 * done.
 */
export interface ImageReader extends Engine {
  /** Finds an image and reads its metadata. Throws `FailureError`. */
  open(reference: ImageReference, signal: AbortSignal): Promise<Image>
  /** Reads all layers of an image. Throws `FailureError` if the image cannot be read at all. */
  read(image: Image, reading: ImageReading, signal: AbortSignal): Promise<ImageContents>
  /** Up to `limit` bytes of a file. Throws `FailureError`. */
  readFile(image: Image, file: StoredFile, limit: number, signal: AbortSignal): Promise<Uint8Array>
  close(): void
}

export type ImageReading = {
  /** Told often. */
  readonly report: (progress: ImageProgress) => void
  /** Told after each layer, lowest first, with all layers so far. */
  readonly layerRead: (tree: ImageTree) => void
}

/** The content of an image's layers. */
export type ImageContents = {
  readonly tree: ImageTree
  readonly waste: Waste
  /** By layer; null: it could not be read to its end. */
  readonly layers: readonly (LayerFacts | null)[]
  /** Layers that could not be read, or that differ from the image's metadata. */
  readonly warnings: readonly ImageWarning[]
}

/** An image that was found. Nothing is held open by it. */
export interface ImageHandle {
  readonly image: Image
  /** Lowest first. */
  readonly layers: readonly LayerHandle[]
  /** Containers made from the image, and what each has written on top of it. Throws `FailureError`. */
  containerChanges(signal: AbortSignal): Promise<readonly ContainerChanges[]>
}

/** A layer of an image. Its bytes are read only on demand. */
export interface LayerHandle {
  /**
   * All entries in the layer's own order, one by one. Throws `FailureError` where it cannot be read further; the
   * entries before stay true.
   */
  entries(reading: LayerReading): AsyncIterable<LayerEntry>
  /** Up to `limit` bytes of a file as this layer holds it. Throws `FailureError`. */
  open(path: string, limit: number, signal: AbortSignal): Promise<Uint8Array>
}

export type LayerReading = {
  readonly signal: AbortSignal
  /** Whether all bytes are read for their digest, even if names and sizes are known without them. */
  readonly verify: boolean
  /** Told often, in bytes. */
  readonly report: (progress: ImageProgress) => void
  /** Told once all entries are read. */
  readonly found: (facts: LayerFacts) => void
}

/** Facts that reading a whole layer provides. */
export type LayerFacts = {
  /** Bytes that it takes compressed; null: it is stored as it is. */
  readonly compressedSize: number | null
  /** Digest of its unpacked bytes; null: not all of them were read. */
  readonly diffId: string | null
}

// ---- the terminal -------------------------------------------------------------------------------------------------

export interface Screen {
  /** Redraws everything. */
  repaint(): void
  captureMouse(on: boolean): void
  /** Puts text into the clipboard of the terminal, where it takes that (OSC 52). */
  copy(text: string): void
  /**
   * Gives the terminal to the person's editor with a file until it ends.
   *
   * @returns null, or why the editor did not run
   */
  edit(path: string, line: number | null): Promise<string | null>
  /** Gives the terminal to the shell until it continues the program. */
  suspend(): void
  quit(): void
}
