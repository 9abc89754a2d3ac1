export type FileChangeKind = 'modified' | 'mode' | 'added' | 'removed' | 'type' | 'target' | 'renamed'

/** How one file that a step reads differs from what an earlier build read. */
export type FileChange = {
  /** Path inside its context (or stage), `/`-separated, without a leading slash. */
  readonly path: string
  readonly change: FileChangeKind
  /** Where a renamed file came from. */
  readonly from?: string
  /** Octal permission bits before and after, for `mode`. */
  readonly before?: string
  readonly after?: string
}
