/** Every kind of `--baseline`. Its row is in `session/baselines/baseline-table.ts`. */
export type BaselineKind = 'now' | 'none' | 'file' | 'dir'

/** What a plan is compared with: the kind and what follows its colon. */
export type BaselineName = { readonly kind: BaselineKind; readonly ref: string | null }

export type ShownBaseline = BaselineName & {
  /** ISO 8601. */
  readonly recordedAt?: string
}
