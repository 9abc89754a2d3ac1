import type { Problem } from '../diagnostics/problem.ts'

/** The reason why an edit busts no step. */
export type NoRebuildReason =
  /** An ignore rule leaves it out of the context. */
  | 'ignored'
  | 'same bytes'
  /** In the context, but no step of the target reads it. */
  | 'not copied'
  /** It differs from the state before, and equals the baseline. */
  | 'as built'
  /** Dockerfile text that is in no key: a comment, blank lines, spacing. */
  | 'comment only'
  /** Instructions changed, but no key did: the stage is not needed, or the instruction means the same. */
  | 'same keys'
  /** Ignore rules were edited, and every step still reads the same files. */
  | 'same files'
  /** The builder does not look at what changed (directory mode, same size and time). */
  | 'unseen by the builder'
  /** A metadata instruction: no step runs. */
  | 'metadata only'
  /** The first state that can be built. */
  | 'fixed'

/** The effect of one save, judged by the plan after it. */
export type Edit = {
  /** Counts up. An edit with a known id replaces the edit of this id and all later ones: a burst goes on. */
  readonly id: number
  /** Milliseconds since 1970. */
  readonly at: number
  /** Path as shown: relative to the context (`../x` outside it); for a burst, the common directory. */
  readonly path: string
  /** The number of paths in this row: 1, or the size of a folded burst. */
  readonly count: number
  readonly verdict:
    | {
        readonly kind: 'busts'
        /** `PlanStep.id` of the steps that it busts itself, in Dockerfile order. */
        readonly steps: readonly string[]
        /** Steps that re-run for certain because of it, its own included. */
        readonly rerun: number
        /** Steps that re-run because of it if an earlier step gives another result. */
        readonly may: number
        /** The number of steps in the plan. */
        readonly of: number
      }
    | {
        readonly kind: 'unaffected'
        readonly reason: NoRebuildReason
        /** e.g. `.dockerignore line 4 *.md`, or empty. */
        readonly detail: string
      }
    | { readonly kind: 'broken'; readonly problem: Problem }
}
