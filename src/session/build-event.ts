import type { Plan } from '../cache/model/plan/plan.ts'
import type { Failure } from '../diagnostics/failure.ts'
import type { Notice } from '../diagnostics/notice.ts'
import type { Problem } from '../diagnostics/problem.ts'
import type { Edit } from './edit.ts'

export type WatchStatus = {
  readonly files: number
  readonly directories: number
  /** The way in which changes are noticed. */
  readonly mode: 'events' | 'polling' | 'none'
  /** inotify watches in use. */
  readonly watches: number
}

/** Facts that a watched build reports, in the order in which they became true. */
export type BuildEvent =
  /** A plan, and the edits that led to it: one event, so that headline and marks change in one frame. */
  | { readonly type: 'planned'; readonly plan: Plan; readonly edits: readonly Edit[] }
  /** The Dockerfile (or ignore file) cannot be built; the last good plan stays. */
  | { readonly type: 'broken'; readonly problem: Problem; readonly edits: readonly Edit[] }
  /** The context as a whole is out of reach (removed, unreadable); the last good plan stays. */
  | { readonly type: 'failed'; readonly failure: Failure }
  | {
      readonly type: 'progress'
      readonly phase: 'walking' | 'hashing'
      readonly done: number
      readonly total: number | null
    }
  /** Base images (complete references) whose identity the plan hangs on: answered with `BuildWatcher.resolveImages`. */
  | { readonly type: 'images-asked'; readonly refs: readonly string[] }
  /** In answer to a missing Dockerfile: command lines for those that are below the context. */
  | { readonly type: 'dockerfiles-found'; readonly commands: readonly string[] }
  /** Nothing is under way any more. */
  | { readonly type: 'settled' }
  | { readonly type: 'watching'; readonly status: WatchStatus }
  | { readonly type: 'notice'; readonly notice: Notice }
  | { readonly type: 'notice-cleared'; readonly id: string }
