/** Every kind of `--baseline`. Its row is in `session/baselines/baseline-table.ts`. */
export type BaselineKind = 'now' | 'none' | 'file' | 'dir'

/** The name of a baseline: its kind, and the text after the colon. */
export type BaselineName = { readonly kind: BaselineKind; readonly ref: string | null }

export type ShownBaseline = BaselineName & {
  /** ISO 8601. */
  readonly recordedAt?: string
}
