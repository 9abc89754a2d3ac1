export type FileChangeKind = 'modified' | 'mode' | 'added' | 'removed' | 'type' | 'target' | 'renamed'

/** The difference between one file that a step reads and the same file in an earlier build. */
export type FileChange = {
  /** Path inside its context (or stage), `/`-separated, without a leading slash. */
  readonly path: string
  readonly change: FileChangeKind
  /** The earlier path of a renamed file. */
  readonly from?: string
  /** Octal permission bits before and after, for `mode`. */
  readonly before?: string
  readonly after?: string
}
