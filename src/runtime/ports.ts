/**
 * The outside world as the program sees it. Each port has one real implementation in `sources/` and is passed in by
 * `cli/`; nothing else may reach the disk, an engine or a clock.
 */
import type { Plan } from '../cache/plan.ts'
import type { Image, ImageConfig, ImageListRow, LayerEntry } from '../image/image.ts'

/** Outside trouble, worded once for people. */
export type Failure = {
  readonly kind: string
  /** One line: what is wrong. */
  readonly summary: string
  /** Further lines, or empty. */
  readonly detail: string
  /** What to do about it, one line. */
  readonly nextStep: string
}

/** A place in a file that a person can go to. */
export type Problem = {
  readonly file: string
  readonly line: number
  readonly column: number
  readonly message: string
  readonly hint?: string
}

// ---- the build being watched --------------------------------------------------------------------------------------

/** Everything that was asked for on the command line and that decides a plan; made by `cli`, plain data. */
export type BuildRequest = {
  /** Absolute. */
  readonly context: string
  /** Absolute, or null to look for `Dockerfile` in the context. */
  readonly dockerfile: string | null
  readonly target: string | null
  /** Value null: taken from the environment variable of that name, which was not set. */
  readonly buildArgs: Readonly<Record<string, string>>
  /** Name → directory (absolute), `docker-image://…` or URL. */
  readonly buildContexts: Readonly<Record<string, string>>
  readonly platform: string | null
  readonly noCache: boolean
  readonly noCacheFilter: readonly string[]
  readonly network: string | null
  readonly addHosts: readonly string[]
  readonly shmSize: string | null
  readonly ulimits: readonly string[]
  readonly cgroupParent: string | null
  readonly allow: readonly string[]
  readonly pull: boolean
  /** `file:PATH`, `dir:PATH`, `now`, `none`. */
  readonly baseline: string
  /** Overrides; null follows the engine and the Dockerfile. */
  readonly builder: 'overlay2' | 'containerd' | 'legacy' | null
  readonly frontend: string | null
  readonly daemon: string | null
}

/** Why an edit busts nothing. */
export type CalmReason =
  | 'ignored'
  | 'same bytes'
  | 'not copied'
  | 'as built'
  | 'comment only'
  | 'unseen by the builder'
  | 'metadata only'

/** What one save did, judged against the plan that follows it. */
export type Edit = {
  readonly id: number
  /** Milliseconds since 1970. */
  readonly at: number
  /** Path in the context; for a burst, the common folder. */
  readonly path: string
  /** How many paths this line stands for (1, or a folded burst). */
  readonly count: number
  readonly verdict:
    | {
        readonly kind: 'busts'
        /** `PlanStep.id` of the steps that it busts itself, in Dockerfile order. */
        readonly steps: readonly string[]
        /** Steps that re-run because of it, its own included, and how many steps the plan has. */
        readonly rerun: number
        readonly of: number
      }
    | { readonly kind: 'calm'; readonly reason: CalmReason; /** e.g. `.dockerignore line 4 *.md` */ readonly detail: string }
    | { readonly kind: 'broken'; readonly problem: Problem }
}

export type WatchStatus = {
  readonly files: number
  readonly directories: number
  /** How changes are noticed. */
  readonly mode: 'events' | 'polling' | 'none'
  /** inotify watches in use. */
  readonly watches: number
}

export type Notice = { readonly id: string; readonly level: 'info' | 'warn' | 'error'; readonly text: string }

export type BuildEvent =
  /** A plan, and the edits that led to it: one event, so that headline and marks change in one frame. */
  | { readonly type: 'planned'; readonly plan: Plan; readonly edits: readonly Edit[] }
  /** The Dockerfile (or ignore file) cannot be built; the last good plan stays. */
  | { readonly type: 'broken'; readonly problem: Problem; readonly edits: readonly Edit[] }
  /** The context as a whole is out of reach (removed, unreadable). */
  | { readonly type: 'failed'; readonly failure: Failure }
  | { readonly type: 'progress'; readonly phase: 'walking' | 'hashing'; readonly done: number; readonly total: number | null }
  | { readonly type: 'watching'; readonly status: WatchStatus }
  | { readonly type: 'notice'; readonly notice: Notice }
  | { readonly type: 'notice-cleared'; readonly id: string }

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

/** Identity and configuration of a base image, as far as an engine tells. */
export type BaseImage = {
  /** Reference as written in FROM, `docker.io/library/x:tag` form. */
  readonly ref: string
  /** Image ID; null: the engine does not have it. */
  readonly id: string | null
  /** Manifest digest where the store has one (containerd store). */
  readonly digest: string | null
  readonly diffIds: readonly string[]
  readonly config: ImageConfig | null
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
  /** Images of the engine, newest first. Throws `Failure`. */
  list(signal: AbortSignal): Promise<readonly ImageListRow[]>
  /** Image metadata, quick. `ref` may be `docker-archive:PATH`. Throws `Failure`. */
  inspect(ref: string, signal: AbortSignal): Promise<Image>
  /** Identity and configuration of base images; references that are nowhere have `id: null`. */
  resolve(refs: readonly string[], signal: AbortSignal): Promise<readonly BaseImage[]>
  /** All entries of all layers, lowest layer first; reads the whole image once. Throws `Failure`. */
  readLayers(
    image: Image,
    report: (progress: ImageProgress) => void,
    signal: AbortSignal,
  ): Promise<readonly (readonly LayerEntry[])[]>
  /** Up to `limit` bytes of one file as the given layer holds it. Throws `Failure`. */
  readFile(image: Image, layer: number, path: string, limit: number, signal: AbortSignal): Promise<Uint8Array>
}
