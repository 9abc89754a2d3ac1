import type { DirectoryEntry } from '../../context/tree/entry.ts'
import { type ClassicState, emptyClassicState } from './classic-state.ts'
import type { RulesInForce } from './plan/plan.ts'
import type { StepFacts } from './plan/step-facts.ts'

/**
 * Everything that a builder remembers, as an immutable value. `simulateBuild` takes a state and returns the next one. A
 * state only grows, except for mirrors: garbage collection in the real builder cannot be seen from outside.
 */
export type BuilderState = {
  /** Keys of results that are in the cache. */
  readonly keys: ReadonlySet<string>
  /** Keys that a failed build may or may not have stored. */
  readonly maybe: ReadonlySet<string>
  /** Records by operation and parent key. A step whose content decides may turn out to equal one of them. */
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
  /** The key of each content that a source had. */
  readonly sourceKeys: ReadonlyMap<string, string>
  /** The number of builds so far. */
  readonly builds: number
  /**
   * Builds for finding causes, newest first: the last build, then the steps of earlier builds that it left out, then
   * steps that differed in earlier builds (`pastAfter`).
   */
  readonly pastBuilds: readonly PastBuild[]
  /** The state of the classic builder: images instead of keys. */
  readonly classic: ClassicState
}

export type CacheRecord = { readonly key: string; readonly inputs: readonly InputKey[] }

/** One input in a key: content, or the stage it came from where the content cannot be known. */
export type InputKey =
  | { readonly kind: 'content'; readonly digest: string }
  | {
      readonly kind: 'stage'
      /** Digest of the stage's key and the copied paths. */
      readonly digest: string
      /** The part of the content that can be derived before the build. */
      readonly derived: DerivedContent | null
    }

export type DerivedContent =
  /** All of it, as if it were taken of the context. */
  | { readonly kind: 'exact'; readonly digest: string }
  /**
   * Copies laid over unknown content. Two contents over the same lower content (`under`) are equal if `files` and
   * `rest` are equal; they differ for certain if `files` differ.
   */
  | { readonly kind: 'overlay'; readonly under: string; readonly files: string; readonly rest: string }

/** `content` is null if the content of the source was not known. */
export type SourceRecord = { readonly key: string; readonly content: string | null }

/** An earlier build, as far as causes are named by it. */
export type PastBuild = {
  readonly steps: readonly StepFacts[]
  /** The builder's copy of each context: `''` is the build's own context, others go by name. */
  readonly trees: ReadonlyMap<string, DirectoryEntry>
  readonly rules: RulesInForce
  /** The Dockerfile as a plan shows it; absent or empty: not known. */
  readonly dockerfile?: string
  /** Its steps are earlier versions of steps that a later build had otherwise. */
  readonly replaced?: boolean
}

/** The state of a builder before its first build. */
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
