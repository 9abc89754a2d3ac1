/** One source of a COPY, ADD or mount: which part of its context (or stage) counts. */
export type Selector = {
  /** Clean and absolute. */
  readonly path: string
  /** Whether a symbolic link as the last component is followed. */
  readonly followLinks: boolean
  readonly wildcard: boolean
  readonly exclude: readonly string[]
  /** Patterns of `--parents`, relative to `path`. */
  readonly include: readonly string[]
  /** Absolute paths that `--parents` names plainly and that must be among the matches (daemons from 0.26 on). */
  readonly required: readonly string[]
}

export type ContentRules = {
  /** Filtered selections count paths (BuildKit from 0.26 on); before that only base names. */
  readonly relativeNames: boolean
}
