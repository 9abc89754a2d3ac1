/** A place in a file that a person can go to, and what is wrong there. */
export type Problem = {
  /** As shown to people: relative to the context where it is inside. */
  readonly file: string
  /** Counted from 1; 0 where the file as a whole is meant. */
  readonly line: number
  readonly column: number
  readonly message: string
  readonly hint?: string
  /** There is no such file. */
  readonly isMissing?: true
  /** A limit of this program, which a build does not have. */
  readonly isLimit?: true
}
