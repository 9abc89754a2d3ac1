/**
 * What a build would reject. Thrown inside the parser and the planner, and turned into a located `DockerfileProblem`
 * at their edges; it never leaves the domain as an exception.
 */
export class DockerfileError extends Error {
  /** Counted from 1; 0 while the line is not known yet. */
  readonly line: number
  readonly column: number
  /** What to do about it, where that can be told. */
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
 * A limit of this program: a build may take the file as it is, or run out of memory with it. It is a problem of the file
 * like any other, but nobody's rejection.
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
  /** What to do about it, where that can be told. */
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
