import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs'

const { O_RDONLY, O_NONBLOCK = 0, O_NOCTTY = 0 } = constants

/** Stands where the system's errors have their code, so that a message can name it as it names those. */
const notRegular = 'not a regular file'

/**
 * Opens a file for reading; the caller closes the descriptor. A FIFO would block the thread until another process
 * writes, and a device may never end: both are refused with the code `not a regular file`, a directory with EISDIR.
 * Links are followed. Otherwise throws the system's error.
 */
function openRegularFile(path: string): { readonly descriptor: number; readonly size: number } {
  const descriptor = openSync(path, O_RDONLY | O_NONBLOCK | O_NOCTTY)
  try {
    const stats = fstatSync(descriptor)
    if (stats.isDirectory()) throw fault('EISDIR', path)
    if (!stats.isFile()) throw fault(notRegular, path)
    return { descriptor, size: stats.size }
  } catch (error) {
    closeSync(descriptor)
    throw error
  }
}

/**
 * Reads a whole file. A file of more than `most` bytes, also if it grows while it is read, is refused with the code
 * `larger than … MiB`. Otherwise throws like `openRegularFile`.
 */
export function readRegularFile(path: string, { most }: { readonly most: number }): Buffer {
  const { descriptor, size } = openRegularFile(path)
  try {
    const tooLarge = () => fault(`larger than ${Math.floor(most / mebibyte)} MiB`, path)
    if (size > most) throw tooLarge()
    const parts: Buffer[] = []
    let length = 0
    for (;;) {
      // One byte more than there should be: a file that says it is empty may hold something (/proc).
      const part = Buffer.allocUnsafe(Math.max(size - length + 1, 4096))
      const read = readSync(descriptor, part, 0, part.length, null)
      if (read === 0) return parts.length === 1 ? parts[0]! : Buffer.concat(parts)
      length += read
      if (length > most) throw tooLarge()
      parts.push(part.subarray(0, read))
    }
  } finally {
    closeSync(descriptor)
  }
}

export const mebibyte = 1024 * 1024

const fault = (code: string, path: string): NodeJS.ErrnoException =>
  Object.assign(new Error(`${code}: ${path}`), { code, path })
