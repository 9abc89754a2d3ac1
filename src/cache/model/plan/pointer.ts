/** The target of a cause or a note: a step of the plan by its id, or a source that is not a step. */
export type Pointer =
  | { readonly kind: 'step'; readonly id: string }
  /** An image that steps only copy or mount from. `name` is its name in the builder's output. */
  | { readonly kind: 'image'; readonly reference: string; readonly name: string }
  | { readonly kind: 'context'; readonly name: string }
  /** A URL or a git repository that a build fetches. */
  | { readonly kind: 'remote'; readonly source: string }

/** The id of the step that is pointed at; null: the pointer leads to a source. */
export const stepIdOf = (pointer: Pointer): string | null => (pointer.kind === 'step' ? pointer.id : null)
