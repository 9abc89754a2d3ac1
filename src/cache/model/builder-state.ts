import type { DirectoryEntry } from '../../context/tree/entry.ts'
import { type ClassicState, emptyClassicState } from './classic-state.ts'
import type { RulesInForce } from './plan.ts'
import type { StepFacts } from './step-facts.ts'

/**
 * What a builder remembers: an immutable value. `simulateBuild` reads one and answers the next.
 * It only grows, except for the mirrors; garbage collection in the real builder cannot be known from outside.
 */
export type BuilderState = {
  /** Keys of results that are in the cache. */
  readonly keys: ReadonlySet<string>
  /** Keys that a failed build may or may not have stored. */
  readonly maybe: ReadonlySet<string>
  /** Results by operation and parent key: where content decides, these are what a step may turn out to equal. */
  readonly records: ReadonlyMap<string, readonly CacheRecord[]>
  /** Keys of steps that turned out to be an earlier result: computed key → the key it is stored by. */
  readonly aliases: ReadonlyMap<string, string>
  /** Stage inputs whose content is known to the builder under (operation, parent key, stage key, selector). */
  readonly links: ReadonlySet<string>
  /** Keys of merges (`COPY --link`) that are noted but not carried out: no step has run on them yet. */
  readonly pendingMerges: ReadonlySet<string>
  /** The builder's copies of contexts, by mirror key. */
  readonly mirrors: ReadonlyMap<string, DirectoryEntry>
  /** Images by complete reference, and sources of ADD by URL, as they were last seen. */
  readonly sources: ReadonlyMap<string, SourceRecord>
  /** The key that stands for what a source held. */
  readonly sourceKeys: ReadonlyMap<string, string>
  /** How many builds it has seen. */
  readonly builds: number
  /**
   * Builds that causes are told by, newest first: the last one, then what of earlier ones it left out, then steps that were
   * otherwise in earlier ones (`pastAfter`).
   */
  readonly pastBuilds: readonly PastBuild[]
  /** What the classic builder remembers: images, not keys. */
  readonly classic: ClassicState
}

export type CacheRecord = { readonly key: string; readonly inputs: readonly InputKey[] }

/** One input in a key: content, or the stage it came from where the content cannot be known. */
export type InputKey =
  | { readonly kind: 'content'; readonly digest: string }
  | {
      readonly kind: 'stage'
      /** Of the stage's key and the paths that are taken. */
      readonly digest: string
      /** What can be told of the content nevertheless. */
      readonly derived: DerivedContent | null
    }

export type DerivedContent =
  /** All of it, as if it were taken of the context. */
  | { readonly kind: 'exact'; readonly digest: string }
  /**
   * What copies have laid over something that is not known. Contents over the same thing (`under`) are equal when `files`
   * and `rest` are, and differ for certain when `files` do.
   */
  | { readonly kind: 'overlay'; readonly under: string; readonly files: string; readonly rest: string }

/** `content` is null where nobody could tell what the source held. */
export type SourceRecord = { readonly key: string; readonly content: string | null }

/** An earlier build, as far as causes are named by it. */
export type PastBuild = {
  readonly steps: readonly StepFacts[]
  /** What the builder believed each context to be: `''` is the build's own, others by name. */
  readonly trees: ReadonlyMap<string, DirectoryEntry>
  readonly rules: RulesInForce
  /** The Dockerfile as a plan shows it; absent or empty: not known. */
  readonly dockerfile?: string
  /** Its steps are earlier versions of steps that a later build had otherwise. */
  readonly replaced?: boolean
}

/** A builder that has never built anything. */
export const emptyBuilder: BuilderState = {
  keys: new Set(),
  maybe: new Set(),
  records: new Map(),
  aliases: new Map(),
  links: new Set(),
  pendingMerges: new Set(),
  mirrors: new Map(),
  sources: new Map(),
  sourceKeys: new Map(),
  builds: 0,
  pastBuilds: [],
  classic: emptyClassicState,
}
