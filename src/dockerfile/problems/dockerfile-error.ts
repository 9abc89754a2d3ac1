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
}

/** The rejection as a value; one without a place is put at the top of the file. */
export const problemOf = ({ message, line, column, hint }: DockerfileError): DockerfileProblem => ({
  message,
  line: Math.max(line, 1),
  column,
  ...(hint === null ? {} : { hint }),
})

/** Runs `work`, adding the place to a rejection that does not know its own. */
export function locating<T>(place: { readonly line: number; readonly column: number }, work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (error instanceof DockerfileError && error.line === 0) {
      throw new DockerfileError(error.message, place.line, place.column, error.hint)
    }
    throw error
  }
}
