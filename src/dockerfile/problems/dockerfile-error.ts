/**
 * An error that a build would report. The parser and the conversion throw it; their callers turn it into a located
 * `DockerfileProblem`. It never leaves the domain as an exception.
 */
export class DockerfileError extends Error {
  /** Counted from 1; 0 while the line is not known yet. */
  readonly line: number
  readonly column: number
  /** A hint how to fix it; null if there is none. */
  readonly hint: string | null

  constructor(message: string, line = 0, column = 1, hint: string | null = null) {
    super(message)
    this.name = 'DockerfileError'
    this.line = line
    this.column = column
    this.hint = hint
  }
}

/**
 * A limit of layertui. A builder may accept the file, or run out of memory. It is reported like any other problem of
 * the file.
 */
export class LimitError extends DockerfileError {
  constructor(message: string, line = 0, column = 1, hint: string | null = null) {
    super(message, line, column, hint)
    this.name = 'LimitError'
  }
}

/** A rejection whose place is not known yet, with what to do about it. */
export const hinted = (message: string, hint: string | null): DockerfileError =>
  new DockerfileError(message, 0, 1, hint)

/** A located rejection in a Dockerfile, or in a file that belongs to it. */
export type DockerfileProblem = {
  readonly message: string
  readonly line: number
  readonly column: number
  /** A hint how to fix it, if there is one. */
  readonly hint?: string
  /** `LimitError`: a build may take the file. */
  readonly isLimit?: true
}

/** The rejection as a value; one without a place is put at the top of the file. */
export const problemOf = (error: DockerfileError): DockerfileProblem => ({
  message: error.message,
  line: Math.max(error.line, 1),
  column: error.column,
  ...(error.hint === null ? {} : { hint: error.hint }),
  ...(error instanceof LimitError ? { isLimit: true } : {}),
})

/** Runs `work`, adding the place to a rejection that does not know its own. */
export function locating<T>(place: { readonly line: number; readonly column: number }, work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (error instanceof DockerfileError && error.line === 0) {
      const Located = error instanceof LimitError ? LimitError : DockerfileError
      throw new Located(error.message, place.line, place.column, error.hint)
    }
    throw error
  }
}
