import type { Failure } from '../../../diagnostics/failure.ts'

/** Why a context directory as a whole is out of reach, from the system's error code. */
export function contextFailure(directory: string, code: string): Failure {
  switch (code) {
    case 'ENOENT':
      return {
        kind: 'no-context',
        summary: `${directory} does not exist`,
        detail: '',
        nextStep: 'give the directory that you pass to docker build',
      }
    case 'ENOTDIR':
      return {
        kind: 'context-not-directory',
        summary: `${directory} is not a directory`,
        detail: '',
        nextStep: 'give the context directory; the Dockerfile goes with -f',
      }
    case 'EACCES':
    case 'EPERM':
      return {
        kind: 'context-unreadable',
        summary: `${directory} cannot be read (permission denied)`,
        detail: '',
        nextStep: 'make it readable for this user, or run as a user who may read it',
      }
    default:
      return {
        kind: 'context-unreadable',
        summary: `${directory} cannot be read (${code})`,
        detail: '',
        nextStep: 'check the file system it is on',
      }
  }
}

/** The system's error code, or the error's message if it has none. */
export const errorCode = (error: unknown): string =>
  (error as NodeJS.ErrnoException).code ?? (error instanceof Error ? error.message : String(error))
