import type { Failure } from '../../diagnostics/failure.ts'
import type { Waste } from '../../image/analysis/waste.ts'
import type { BaseImage } from '../../image/model/base-image.ts'
import type { Image, ImageListRow } from '../../image/model/image.ts'
import type { ImageTree } from '../../image/tree/image-tree.ts'
import type { BuildEvent } from '../../session/build-event.ts'
import type { EngineEvent, ImageProgress } from '../../session/engine-event.ts'

/** Facts about the image that is shown. Each names what it answers, so that a late answer is known for one. */
export type ImageEvent =
  | { readonly type: 'image.inspected'; readonly ref: string; readonly image: Image }
  | { readonly type: 'image.inspect-failed'; readonly ref: string; readonly failure: Failure }
  | { readonly type: 'image.reading'; readonly imageId: string; readonly progress: ImageProgress }
  | { readonly type: 'image.read'; readonly imageId: string; readonly tree: ImageTree; readonly waste: Waste }
  | { readonly type: 'image.read-failed'; readonly imageId: string; readonly failure: Failure }
  | { readonly type: 'image.listed'; readonly images: readonly ImageListRow[] }
  | { readonly type: 'image.list-failed'; readonly failure: Failure }
  | { readonly type: 'image.file-read'; readonly path: string; readonly layer: number; readonly bytes: Uint8Array }
  | { readonly type: 'image.file-failed'; readonly path: string; readonly layer: number; readonly failure: Failure }
  | { readonly type: 'image.bases-resolved'; readonly images: readonly BaseImage[] }

/** What a person did, and what the terminal did. */
export type ScreenEvent =
  /** A key by its name: `j`, `G`, `ctrl-u`, `up`, `enter`, `shift-tab`. */
  | { readonly type: 'key.pressed'; readonly key: string }
  | { readonly type: 'text.pasted'; readonly text: string }
  /** Cells count from 0 at the upper left. */
  | { readonly type: 'mouse.clicked'; readonly x: number; readonly y: number }
  | { readonly type: 'mouse.scrolled'; readonly x: number; readonly y: number; readonly by: 1 | -1 }
  | { readonly type: 'screen.resized'; readonly columns: number; readonly rows: number }
  /** The moment in which what is new stands out has passed. */
  | { readonly type: 'beat.passed' }
  /** Once a minute, so that ages are right. */
  | { readonly type: 'minute.passed' }

/** Every fact that the state can take in, with the time at which it was reported. */
export type WorkbenchEvent = (
  | { readonly type: 'workbench.opened' }
  | { readonly type: 'build'; readonly event: BuildEvent }
  | { readonly type: 'engine'; readonly event: EngineEvent }
  | ImageEvent
  | ScreenEvent
) & {
  /** Milliseconds since 1970. */
  readonly at: number
}
