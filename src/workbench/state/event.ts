import type { Failure } from '../../diagnostics/failure.ts'
import type { Waste } from '../../image/analysis/waste.ts'
import type { BaseImage } from '../../image/model/base-image.ts'
import type { Image, ImageListRow } from '../../image/model/image.ts'
import type { ImageReference } from '../../image/model/image-reference.ts'
import type { ImageWarning } from '../../image/model/image-warning.ts'
import type { ImageTree } from '../../image/tree/image-tree.ts'
import type { BuildEvent } from '../../session/build-event.ts'
import type { EngineEvent, ImageProgress } from '../../session/engine-event.ts'

/** Facts about the image that is shown. Each names what it answers, so that a late answer is known for one. */
export type ImageEvent =
  | { readonly type: 'opened'; readonly reference: ImageReference; readonly image: Image }
  | { readonly type: 'open-failed'; readonly reference: ImageReference; readonly failure: Failure }
  | { readonly type: 'reading'; readonly imageId: string; readonly progress: ImageProgress }
  /** One more layer was read; the tree has all that were, lowest first. */
  | { readonly type: 'layer-read'; readonly imageId: string; readonly tree: ImageTree }
  | {
      readonly type: 'read'
      readonly imageId: string
      readonly tree: ImageTree
      readonly waste: Waste
      readonly warnings: readonly ImageWarning[]
    }
  | { readonly type: 'read-failed'; readonly imageId: string; readonly failure: Failure }
  | { readonly type: 'listed'; readonly images: readonly ImageListRow[] }
  | { readonly type: 'list-failed'; readonly failure: Failure }
  | { readonly type: 'file-read'; readonly path: string; readonly layer: number; readonly bytes: Uint8Array }
  | { readonly type: 'file-failed'; readonly path: string; readonly layer: number; readonly failure: Failure }
  | { readonly type: 'bases-resolved'; readonly images: readonly BaseImage[] }

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
  | { readonly type: 'highlight.expired' }
  /** The editor that was asked for did not run. */
  | { readonly type: 'editor.failed'; readonly problem: string }
  /** Once a minute, so that ages are right. */
  | { readonly type: 'minute.passed' }

/** Every fact that the state can take in, with the time at which it was reported. */
export type WorkbenchEvent = (
  | { readonly type: 'workbench.opened' }
  | { readonly type: 'build'; readonly event: BuildEvent }
  | { readonly type: 'engine'; readonly event: EngineEvent }
  | { readonly type: 'image'; readonly event: ImageEvent }
  | ScreenEvent
) & {
  /** Milliseconds since 1970. */
  readonly at: number
}
