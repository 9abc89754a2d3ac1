import type { BaselineKind } from '../../cache/model/plan/baseline.ts'
import type { Plan } from '../../cache/model/plan/plan.ts'
import type { Failure } from '../../diagnostics/failure.ts'
import type { Notice } from '../../diagnostics/notice.ts'
import type { Problem } from '../../diagnostics/problem.ts'
import type { Waste } from '../../image/analysis/waste.ts'
import type { BaseImage } from '../../image/model/base-image.ts'
import type { Image, ImageListRow } from '../../image/model/image.ts'
import type { ImageReference } from '../../image/model/image-reference.ts'
import type { ImageTree } from '../../image/tree/image-tree.ts'
import type { StoredFile } from '../../image/tree/stored-file.ts'
import type { WatchStatus } from '../../session/build-event.ts'
import type { EngineInfo, ImageProgress } from '../../session/engine-event.ts'
import type { DescribedEdit } from './described-edit.ts'
import { absent, type Loaded } from './loaded.ts'
import type { ListPane, PaneName, PlanTab } from './panes.ts'

/** Everything the program knows and shows, as one plain value. Rows, counts and verdicts are computed from it. */
export type WorkbenchState = {
  readonly subject: Subject
  readonly size: { readonly columns: number; readonly rows: number }
  /** Milliseconds since 1970 when the newest event was reported: the clock that ages are told by. */
  readonly now: number
  readonly build: BuildState
  readonly engine: EngineState
  readonly image: ImageState
  readonly view: ViewState
}

/** What the workbench was opened on. */
export type Subject = {
  /** Null: an image alone. */
  readonly build: {
    /** Base name of the context directory, made printable. */
    readonly contextName: string
    /** `Dockerfile`, as the person named it. */
    readonly dockerfileName: string
    readonly target: string | null
    readonly baselineKind: BaselineKind
  } | null
  /** The image asked for; null: none was named. */
  readonly image: ImageReference | null
}

export type BuildState = {
  /** The last good plan. */
  readonly plan: Plan | null
  /** When it was last replaced, milliseconds since 1970. */
  readonly plannedAt: number
  /** Why there is no newer plan than the last good one. */
  readonly problem: Problem | null
  readonly failure: Failure | null
  /** Where the Dockerfile is missing: command lines for those that are below the context. */
  readonly otherDockerfiles: readonly string[]
  /** Newest first. */
  readonly edits: readonly DescribedEdit[]
  readonly progress: {
    readonly phase: 'walking' | 'hashing'
    readonly done: number
    readonly total: number | null
  } | null
  readonly watch: WatchStatus | null
  readonly notices: readonly Notice[]
  /** When the present baseline was made, milliseconds since 1970; null: the plan tells. */
  readonly rebasedAt: number | null
  /** Base images the plan hangs on. */
  readonly bases: readonly string[]
  /** What an engine knows of them. */
  readonly knownBases: readonly BaseImage[]
}

export type EngineState =
  | { readonly status: 'unasked' }
  | { readonly status: 'connected'; readonly engine: EngineInfo }
  | { readonly status: 'away'; readonly failure: Failure }

export type ImageState = {
  /** The image to show; null: none chosen. */
  readonly reference: ImageReference | null
  readonly details: Loaded<Image>
  /** The files of the layers, and the image that they were read from. */
  readonly files: Loaded<ImageFiles>
  readonly progress: ImageProgress | null
  /** Images of the engine, newest first. */
  readonly list: Loaded<readonly ImageListRow[]>
}

export type ImageFiles = {
  readonly imageId: string
  /** Has the layers that were read so far, lowest first. */
  readonly tree: ImageTree
  /** Null until all layers are read. */
  readonly waste: Waste | null
}

/** A file of the image, opened. */
export type OpenFile = {
  readonly path: string
  /** Where its bytes are: a hard link has them under another path, a stacked view in a lower layer. */
  readonly from: StoredFile
  /** Bytes of the whole file. */
  readonly size: number
  readonly bytes: Loaded<Uint8Array>
}

/** A place in a list: by id, so that it stays on its item; the index only helps when the item is gone. */
export type Cursor = { readonly id: string | null; readonly index: number }

export type Overlay =
  /** Keys, commands and marks; `query` is what was typed to search them. */
  | { readonly kind: 'help'; readonly query: string; readonly cursor: Cursor; readonly top: number }
  | { readonly kind: 'notices'; readonly top: number }
  | { readonly kind: 'waste' }
  | { readonly kind: 'images'; readonly query: string; readonly cursor: Cursor; readonly top: number }
  | { readonly kind: 'file'; readonly file: OpenFile; readonly top: number }

export type Zoom = 'normal' | 'half' | 'full'

/** Which folders of the image are open, by path, so that the choice outlives a reload. */
export type Folds = {
  /** How folders are before they are touched; null: open in a small layer, closed in a large one. */
  readonly atFirst: 'open' | 'closed' | null
  /** Folders that were touched, apart for each of the two rules. */
  readonly toggled: Readonly<Record<'open' | 'closed', ReadonlySet<string>>>
}

export type ViewState = {
  readonly focus: PaneName
  readonly zoom: Zoom
  /** What the Plan pane shows. */
  readonly planTab: PlanTab
  /** What the detail pane tells about; null: closed. */
  readonly detail: 'step' | 'layer' | null
  /** Which of the two image panes shows where there is room for one. */
  readonly imagePane: 'layers' | 'files'
  readonly cursors: Readonly<Record<ListPane, Cursor>>
  /** First visible row. */
  readonly tops: Readonly<Record<PaneName, number>>
  readonly filters: Readonly<Record<ListPane, string>>
  /** Whether the plan's cursor goes to what the newest save busts; ends when a person moves it. */
  readonly following: boolean
  /** The pane whose filter is being typed. */
  readonly filtering: ListPane | null
  readonly overlay: Overlay | null
  /** Steps whose mark changed with the newest plan; they are highlighted for a short time. */
  readonly fresh: ReadonlySet<string>
  /** A word about the key just pressed; goes with the next one. */
  readonly message: string | null
  readonly mouse: boolean
  readonly metadataRows: boolean
  readonly stacked: boolean
  /** Whether files that the layer leaves as they are stay out of sight. */
  readonly changesOnly: boolean
  readonly sort: 'name' | 'size'
  /** Folds of the plan that a person opened, by id. */
  readonly openedFolds: ReadonlySet<string>
  readonly folds: Folds
}

const top: Cursor = { id: null, index: 0 }

/** The state before anything is known: what the first frame shows. */
export function openWorkbench(options: {
  readonly subject: Subject
  readonly size: WorkbenchState['size']
  readonly now: number
  readonly mouse: boolean
}): WorkbenchState {
  const focus = options.subject.build === null ? 'layers' : 'plan'
  return {
    subject: options.subject,
    size: options.size,
    now: options.now,
    build: {
      plan: null,
      plannedAt: options.now,
      problem: null,
      failure: null,
      otherDockerfiles: [],
      edits: [],
      progress: null,
      watch: null,
      notices: [],
      rebasedAt: options.subject.build?.baselineKind === 'now' ? options.now : null,
      bases: [],
      knownBases: [],
    },
    engine: { status: 'unasked' },
    image: {
      reference: options.subject.image,
      details: options.subject.image === null ? absent : { status: 'loading', previous: null },
      files: absent,
      progress: null,
      list: absent,
    },
    view: {
      focus,
      zoom: 'normal',
      planTab: 'steps',
      detail: null,
      imagePane: 'layers',
      cursors: { plan: top, edits: top, layers: top, files: top },
      tops: { plan: 0, edits: 0, layers: 0, files: 0, detail: 0 },
      filters: { plan: '', edits: '', layers: '', files: '' },
      following: true,
      filtering: null,
      overlay: null,
      fresh: new Set(),
      message: null,
      mouse: options.mouse,
      metadataRows: false,
      stacked: false,
      changesOnly: false,
      sort: 'name',
      openedFolds: new Set(),
      folds: { atFirst: null, toggled: { open: new Set(), closed: new Set() } },
    },
  }
}
