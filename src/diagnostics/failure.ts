/** Stable words for programs. A new kind is added here; code that asks for a kind is checked against this list. */
export type FailureKind =
  // The engine
  | 'engine-away'
  | 'engine-denied'
  | 'engine-tls'
  | 'engine-error'
  | 'bad-answer'
  | 'no-ssh'
  | 'bad-host'
  | 'no-image'
  // The context and the Dockerfile. `no-context` is also a docker context that does not exist.
  | 'no-context'
  | 'context-not-directory'
  | 'context-unreadable'
  | 'context-restless'
  | 'outside-context'
  | 'no-dockerfile'
  | 'dockerfile-unreadable'
  | 'dockerfile-limit'
  | 'watcher-broken'
  // Baselines
  | 'unknown-baseline'
  | 'bad-baseline'
  | 'broken-baseline'
  | 'baseline-unwritable'
  | 'baseline-unreadable'
  | 'no-baseline'
  // Archives and files
  | 'no-archive'
  | 'not-an-archive'
  | 'not-a-layout'
  | 'not-an-image'
  | 'archive-changed'
  | 'archive-truncated'
  | 'archive-damaged'
  | 'archive-unreadable'
  | 'no-file'
  | 'not-written'
  // The program itself
  | 'reader-broken'
  | 'internal-error'
  | 'fault'

/** Trouble outside the program, in the words of the source that met it. */
export type Failure = {
  readonly kind: FailureKind
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
