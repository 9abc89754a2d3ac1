import type { Failure } from '../../diagnostics/failure.ts'
import type { BaseImage } from '../../image/model/base-image.ts'
import type { ContextSnapshot, DockerfileReading, ReadIgnoreFile } from '../build-files.ts'
import type { EngineInfo } from '../engine-event.ts'
import type { BaselineReading, Batch, LookedAt, Watching } from '../ports.ts'

/** The input of a session: an event outside, or the answer to a request. */
export type Fact =
  | { readonly type: 'started' }
  | { readonly type: 'changes-heard'; readonly batch: Batch }
  /** Events may have been lost: everything is to be looked at. */
  | { readonly type: 'resumed' }
  /** The connected engine; null: none. */
  | { readonly type: 'engine-known'; readonly engine: EngineInfo | null }
  | { readonly type: 'images-known'; readonly images: readonly BaseImage[] }
  /** The present state is to be the baseline. */
  | { readonly type: 'baseline-set' }
  /** The time that a `wake-after` named is over. */
  | { readonly type: 'time-passed' }
  | {
      readonly type: 'progress'
      readonly phase: 'walking' | 'hashing'
      readonly done: number
      readonly total: number | null
    }
  | Answer

/** Exactly one of these follows each request that is answered. */
export type Answer =
  | { readonly type: 'looked-at'; readonly contexts: readonly LookedAt[] }
  | { readonly type: 'dockerfile-read'; readonly reading: DockerfileReading }
  /** In the order of the request. */
  | { readonly type: 'ignore-files-read'; readonly files: readonly ReadIgnoreFile[] }
  | { readonly type: 'images-resolved'; readonly images: readonly BaseImage[] }
  | { readonly type: 'walked'; readonly snapshots: readonly ContextSnapshot[] }
  | { readonly type: 'baseline-read'; readonly reading: BaselineReading }
  | { readonly type: 'hashed'; readonly snapshots: readonly ContextSnapshot[] }
  | { readonly type: 'files-followed'; readonly watching: Watching }
  /** The request could not be fulfilled. `internal`: a bug of this program, not something outside. */
  | { readonly type: 'request-failed'; readonly failure: Failure; readonly internal: boolean }

/** A fact and when it became true, milliseconds since 1970. */
export type DatedFact = Fact & { readonly at: number }
