import type { BuilderKind } from '../../cache/model/plan/plan.ts'
import type { ContextKey, DockerfileText, IgnorePlace, ReadIgnoreFile } from '../build-files.ts'
import type { BuildRequest } from '../build-request.ts'
import type { OpeningBaseline } from '../opened-baseline.ts'
import type { ContextToLookAt, ContextToWalk, LookScope } from '../ports.ts'

/** A request that is answered by one fact; a session waits for one answer at a time. */
export type Question =
  | { readonly type: 'look'; readonly contexts: readonly ContextToLookAt[]; readonly reach: LookScope }
  | {
      readonly type: 'read-dockerfile'
      readonly request: BuildRequest
      readonly builder: BuilderKind
      readonly known: DockerfileText | null
      /** Milliseconds to wait before. */
      readonly after: number
    }
  | {
      readonly type: 'read-ignore-files'
      readonly places: readonly { readonly place: IgnorePlace; readonly known: ReadIgnoreFile | null }[]
    }
  | { readonly type: 'resolve-images'; readonly refs: readonly string[] }
  | { readonly type: 'walk'; readonly contexts: readonly ContextToWalk[] }
  | { readonly type: 'open-baseline'; readonly opening: OpeningBaseline; readonly known: string | null }
  | {
      readonly type: 'hash'
      readonly files: readonly { readonly key: ContextKey; readonly paths: readonly string[] }[]
    }
  | { readonly type: 'follow-files'; readonly files: readonly string[] }

/** A request of a session to the outside, as data. */
export type SessionRequest =
  | Question
  /** Contexts other than these are read no more. */
  | { readonly type: 'keep-contexts'; readonly keys: readonly ContextKey[] }
  /** Asks for a fact `time-passed` after so many milliseconds, instead of an earlier request; null: cancels it. */
  | { readonly type: 'wake-after'; readonly ms: number | null }
  /**
   * The first complete plan is there and no work is running, so digests can be saved. `files` is the number of files in
   * the contexts.
   */
  | { readonly type: 'rest'; readonly files: number }
