import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { makeDirectory } from './make-directory.ts'

/**
 * Replaces a file as a whole: readers see the old content or the new, also after a crash half way.
 * Throws the system's error; then the old file is untouched.
 */
export function writeAtomically(path: string, content: string | Uint8Array): void {
  makeDirectory(dirname(path))
  const temporary = `${path}.${process.pid}-${Math.random().toString(36).slice(2, 8)}.tmp`
  try {
    const descriptor = openSync(temporary, 'wx')
    try {
      const bytes = typeof content === 'string' ? Buffer.from(content) : content
      for (let at = 0; at < bytes.length; ) at += writeSync(descriptor, bytes, at)
      fsyncSync(descriptor)
    } finally {
      closeSync(descriptor)
    }
    renameSync(temporary, path)
  } catch (error) {
    rmSync(temporary, { force: true })
    throw error
  }
}
