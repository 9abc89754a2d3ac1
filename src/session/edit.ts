import type { Problem } from '../diagnostics/problem.ts'

/** Why an edit busts nothing. */
export type NoRebuildReason =
  /** An ignore rule leaves it out of the context. */
  | 'ignored'
  | 'same bytes'
  /** In the context, but no step of the target reads it. */
  | 'not copied'
  /** Differs from the state before, and equals what was built. */
  | 'as built'
  /** Dockerfile text that is in no key: comment, blank line, spelling. */
  | 'comment only'
  /** Instructions changed, and no step is keyed by what changed: a stage that is not needed, another spelling. */
  | 'same keys'
  /** Ignore rules were edited, and every step still reads the same files. */
  | 'same files'
  /** The builder does not look at what changed (directory mode, same size and time). */
  | 'unseen by the builder'
  /** A metadata instruction: no step runs. */
  | 'metadata only'
  /** The first state that can be built. */
  | 'fixed'

/** What one save did, judged against the plan that follows it. */
export type Edit = {
  /** Counts up. One that comes again, as a burst goes on, takes the place of the edit told under it and of all later ones. */
  readonly id: number
  /** Milliseconds since 1970. */
  readonly at: number
  /** Path as shown: relative to the context (`../x` outside it); for a burst, the common folder. */
  readonly path: string
  /** How many paths this line stands for (1, or a folded burst). */
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
        /** How many steps the plan has. */
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
