import { mkdirSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { errorCode } from '../read/context-failure.ts'

/**
 * Makes a directory with all its parents. Throws the system's error. Node's own recursive form (seen in 20.20) never
 * returns on a file system that refuses new directories although the parent exists, such as /proc.
 */
export function makeDirectory(path: string): void {
  try {
    mkdirSync(path)
  } catch (error) {
    const code = errorCode(error)
    if (code === 'EEXIST' && statSync(path).isDirectory()) return
    const parent = dirname(path)
    if (code !== 'ENOENT' || parent === path || isThere(parent)) throw error
    makeDirectory(parent)
    makeDirectory(path)
  }
}

const isThere = (path: string): boolean => statSync(path, { throwIfNoEntry: false }) !== undefined
