/** A command line that cannot be understood: one line, and a hint what to type instead. */
export class UsageError extends Error {
  readonly hint: string

  constructor(message: string, hint = '') {
    super(message)
    this.name = 'UsageError'
    this.hint = hint
  }
}
