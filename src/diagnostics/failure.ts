/** Outside trouble, worded once for people: by the source that met it. */
export type Failure = {
  /** A short stable word for programs: `engine-away`, `no-context`, `not-an-image` … */
  readonly kind: string
  /** One line: what is wrong. */
  readonly summary: string
  /** Further lines, or empty. */
  readonly detail: string
  /** What to do about it, one line. */
  readonly nextStep: string
}

/** Carries a `Failure` out of a source; `cause` keeps the error behind it. */
export class FailureError extends Error {
  readonly failure: Failure

  constructor(failure: Failure, options?: ErrorOptions) {
    super(failure.summary, options)
    this.name = 'FailureError'
    this.failure = failure
  }
}

/** One part of several cannot be read: the others can. */
export class PartFailureError extends FailureError {}
