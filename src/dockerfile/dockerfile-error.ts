/**
 * What a build would reject. Thrown inside the parser and the planner, and turned into a located `DockerfileProblem`
 * at their edges; it never leaves the domain as an exception.
 */
export class DockerfileError extends Error {
  /** Counted from 1; 0 while the line is not known yet. */
  readonly line: number
  readonly column: number

  constructor(message: string, line = 0, column = 1) {
    super(message)
    this.name = 'DockerfileError'
    this.line = line
    this.column = column
  }
}

/** A located rejection in a Dockerfile, or in a file that belongs to it. */
export type DockerfileProblem = {
  readonly message: string
  readonly line: number
  readonly column: number
  /** What to do about it, where that can be told. */
  readonly hint?: string
}

/** Runs `work`, adding the place to a rejection that does not know its own. */
export function locating<T>(place: { readonly line: number; readonly column: number }, work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (error instanceof DockerfileError && error.line === 0) {
      throw new DockerfileError(error.message, place.line, place.column)
    }
    throw error
  }
}
