import type { BuilderKind } from '../../cache/model/plan.ts'
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

/** What a session wants done outside, as data. */
export type SessionRequest =
  | Question
  /** Contexts other than these are read no more. */
  | { readonly type: 'keep-contexts'; readonly keys: readonly ContextKey[] }
  /** A fact `time-passed` is wanted after so many milliseconds, in place of the one asked for before; null: none is. */
  | { readonly type: 'wake-after'; readonly ms: number | null }
  /** The first complete plan is there, and nothing is under way: digests can be saved. `files`: how many were looked at. */
  | { readonly type: 'rest'; readonly files: number }
