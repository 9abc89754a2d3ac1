import type { Failure } from '../../../diagnostics/failure.ts'
import type { Image } from '../../../image/model/image.ts'
import type { ImageReference } from '../../../image/model/image-reference.ts'
import type { LayerDelta } from '../../../image/tree/layer-delta.ts'
import type { StoredFile } from '../../../image/tree/stored-file.ts'
import type { EngineEvent, ImageProgress } from '../../../runtime/ports.ts'

/** A request to the thread that reads images. */
export type ImageCall =
  | { readonly method: 'open'; readonly reference: ImageReference }
  | { readonly method: 'read'; readonly image: Image }
  | { readonly method: 'read-file'; readonly image: Image; readonly file: StoredFile; readonly limit: number }
  | { readonly method: 'list' }
  | { readonly method: 'resolve'; readonly refs: readonly string[] }
  | { readonly method: 'follow' }

export type ToImageWorker =
  | { readonly type: 'call'; readonly id: number; readonly call: ImageCall }
  | { readonly type: 'abort'; readonly id: number }

/** Its answer. All but the last answer of a call may come more than once. */
export type FromImageWorker = { readonly id: number } & (
  | { readonly type: 'progress'; readonly progress: ImageProgress }
  | { readonly type: 'layer'; readonly part: LayerDelta }
  | { readonly type: 'event'; readonly event: EngineEvent }
  | { readonly type: 'answer'; readonly value: unknown }
  | { readonly type: 'failed'; readonly failure: Failure }
  | { readonly type: 'faulted'; readonly message: string }
)

/** Set when the thread starts. */
export type ImageWorkerData = {
  /** The platform to choose in an image for several platforms, `linux/amd64`. */
  readonly platform: string
}
