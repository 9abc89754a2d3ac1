import type { BuilderKind } from '../cache/model/plan/plan.ts'
import type { IgnoreRules } from '../context/ignore/ignore-file.ts'
import type { Failure } from '../diagnostics/failure.ts'
import type { BaseImage } from '../image/model/base-image.ts'
import type {
  ContextKey,
  ContextSnapshot,
  DockerfileReading,
  DockerfileText,
  Hint,
  IgnorePlace,
  ReadIgnoreFile,
} from './build-files.ts'
import type { BuildRequest } from './build-request.ts'
import type { OpenedBaseline, OpeningBaseline } from './opened-baseline.ts'

/**
 * The session's interfaces to the outside. `sources` has the implementations for the disk; a git commit can have
 * others.
 */
export type SessionPorts = {
  readonly files: BuildFileReader
  readonly trees: ContextTrees
  readonly baselines: BaselineStore
  readonly changes: ChangeFeed
  readonly images: ImageResolver
  readonly clock: Clock
}

/** Reads the Dockerfile and the ignore files. Returns `known` itself if the content is unchanged. */
export interface BuildFileReader {
  readDockerfile(
    request: BuildRequest,
    options: { readonly builder: BuilderKind; readonly known: DockerfileText | null },
  ): DockerfileReading
  readIgnoreFile(place: IgnorePlace, known: ReadIgnoreFile | null): ReadIgnoreFile
}

/** Long work: how far it is, when it has to stop. */
export type Progress = {
  readonly report: (phase: 'walking' | 'hashing', done: number, total: number | null) => void
  /** Whether more urgent work waits. Hashing then stops between two files and returns its results. */
  readonly interrupted: () => boolean
  readonly signal: AbortSignal
}

export type ContextToWalk = { readonly key: ContextKey; readonly root: string; readonly rules: IgnoreRules }

/** The range of a new look: the hinted paths; everything; everything, without trust in earlier watching. */
export type LookScope = 'hints' | 'all' | 'all anew'

export type ContextToLookAt = ContextToWalk & {
  readonly hints: readonly Hint[]
  /** Ignored paths that were hinted at: which of them are files? */
  readonly ignored: readonly string[]
}

export type LookedAt = ContextSnapshot & {
  /** The ignored paths that exist and are not directories. */
  readonly ignoredFiles: readonly string[]
}

/**
 * Snapshots of the directories that a build reads. The trees are persistent: what did not change is the same object as
 * in the last snapshot. Every method throws `FailureError` for a context that is out of reach, and the signal's reason.
 */
export interface ContextTrees {
  /** Looks at everything in a context. */
  walk(context: ContextToWalk, progress: Progress): Promise<ContextSnapshot>
  /** Looks again at a context that was walked under these rules. */
  look(context: ContextToLookAt, reach: LookScope, progress: Progress): Promise<LookedAt>
  /** Hashes files of the last snapshot. Files that changed meanwhile are looked at again. */
  hash(key: ContextKey, paths: readonly string[], progress: Progress): Promise<ContextSnapshot>
  /** Forgets all contexts but these. */
  keepOnly(keys: readonly ContextKey[]): void
  /** Remembers digests for the next run. */
  save(): void
}

/** Opens what plans are compared with. */
export interface BaselineStore {
  /** Opens the baseline, unless `known` is its present stamp. */
  open(opening: OpeningBaseline, known: string | null, progress: Progress): Promise<BaselineReading>
}

export type BaselineReading =
  | { readonly kind: 'opened'; readonly stamp: string; readonly baseline: OpenedBaseline }
  | { readonly kind: 'unavailable'; readonly stamp: string; readonly failure: Failure }
  | { readonly kind: 'unchanged' }

/** The changes reported since the last batch: the paths to look at again. */
export type Batch = {
  /** The time of the first of them, milliseconds since 1970. */
  readonly at: number
  readonly hints: ReadonlyMap<ContextKey, readonly Hint[]>
  /** There were too many reports to be sure of all: look at everything. */
  readonly doubt: boolean
}

export type Watching = {
  /** The set of watched files changed: a change before this time was not reported. */
  readonly elsewhere: boolean
  /** inotify watches in use. */
  readonly watches: number
  /** The reason why some changes are not reported: ENOSPC, EMFILE or another code; null: all are reported. */
  readonly limit: string | null
}

/** Reports changes of walked directories and of single files. Batches arrive as facts. */
export interface ChangeFeed {
  /** Listens to these files (absolute paths) wherever they are, and to no others. */
  follow(files: readonly string[]): Promise<Watching>
}

/** Resolves base images if an engine can be asked. */
export interface ImageResolver {
  resolve(refs: readonly string[], signal: AbortSignal): Promise<readonly BaseImage[]>
}

export interface Clock {
  /** Milliseconds since 1970. */
  now(): number
  /** Lets waiting work run. */
  turn(): Promise<void>
  delay(ms: number, signal: AbortSignal): Promise<void>
}
