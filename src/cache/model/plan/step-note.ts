import type { Pointer } from './pointer.ts'

/** A remark about one step of a plan. `src/messages` puts it into words. */
export type StepNote =
  /** Its base is a named context, which is a new base in every build. */
  | { readonly kind: 'named-context' }
  /** An earlier build ended with this merge and did not carry it out. */
  | { readonly kind: 'pending-merge' }
  /**
   * Only a build can decide. The step stays cached if `parent` stays cached and each of `sources` gives the content of
   * an earlier build. `parent` is null if the parent's result is certain.
   */
  | { readonly kind: 'depends'; readonly parent: Pointer | null; readonly sources: readonly Pointer[] }
  /** An earlier build stopped before its end, and may have stored this result. */
  | { readonly kind: 'maybe-stored' }
  /** The last build of `parent` may have given an older result again. */
  | { readonly kind: 'maybe-equal'; readonly parent: Pointer }
  /** Files that count as removed are left out by the ignore file: the first one, its rule, and how many more. */
  | {
      readonly kind: 'ignored-files'
      readonly path: string
      readonly line: number
      readonly pattern: string
      readonly more: number
    }
  /** The step below went back to something that was built before, but never with this step on it. */
  | { readonly kind: 'not-built-on'; readonly step: Pointer }
  /** The classic builder's daemon fills in a setting that this step takes away, so the cache never matches. */
  | { readonly kind: 'never-found' }
