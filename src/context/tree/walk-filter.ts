/**
 * Decides along a walk which entries a builder's client would send. State is handed down from directory to directory,
 * because ignore patterns inherit from their parents' results (moby/patternmatcher: MatchesUsingParentResults).
 */
export interface WalkFilter<State = unknown> {
  readonly root: State
  /** Judges one child. `path` is relative to the context root, `/`-separated. */
  judge(state: State, path: string, isDirectory: boolean): WalkVerdict<State>
}

export type WalkVerdict<State = unknown> = {
  /** The entry is part of the context (not ignored). */
  readonly included: boolean
  /** Whether the walk enters this directory; false prunes it. */
  readonly descend: boolean
  /** Hand this to `judge` for the directory's children. */
  readonly state: State
}

/** Everything is part of the context. */
export const includeAll: WalkFilter<null> = {
  root: null,
  judge: () => ({ included: true, descend: true, state: null }),
}
