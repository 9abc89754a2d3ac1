import type { Stats } from 'node:fs'
import { constants, open, stat } from 'node:fs/promises'
import { ArchiveError } from '../../tar/archive-error.ts'

/** A file that can be read at any position. It is opened for each reading and closed afterwards. */
export interface RandomAccess {
  readonly size: number
  /** Differs as soon as the file may hold other bytes. */
  readonly identity: string
  open(): Promise<{ readonly fd: number; readonly close: () => Promise<void> }>
}

/** The present file at a path. Throws ArchiveError if it is not a regular file, and the system's errors. */
export async function accessFile(path: string): Promise<RandomAccess> {
  const first = await stat(path)
  if (!first.isFile()) throw notAFile(first)
  const identity = identityOf(first)
  return {
    size: first.size,
    identity,
    async open() {
      // A pipe in the file's place would block the program until another process writes to it.
      const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
      const now = await file.stat()
      if (identityOf(now) !== identity) {
        await file.close()
        throw new ArchiveError('changed', 'its size or time is another than when it was opened')
      }
      return { fd: file.fd, close: () => file.close() }
    },
  }
}

const identityOf = ({ dev, ino, size, mtimeMs }: Stats): string => [dev, ino, size, mtimeMs].join(':')

const notAFile = (status: Stats): Error =>
  status.isDirectory()
    ? Object.assign(new Error('it is a directory'), { code: 'EISDIR' })
    : new ArchiveError('not-a-file', 'it is a pipe or a device')
