import { closeSync, openSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { errorCode } from '../read/context-failure.ts'
import { makeDirectory } from './make-directory.ts'

/** The work under a lock takes milliseconds; an older lock was left behind by a process that was killed. */
const staleMs = 10_000
const pauseMs = 20

/**
 * Runs `work` while no other process runs its own for the same file. The lock is the file `FILE.lock`, which only one
 * process can create (O_EXCL); others wait. Throws the errors of `work`, and the system's error if the lock cannot be
 * created.
 */
export async function withLock<Result>(file: string, work: () => Result): Promise<Result> {
  const lock = `${file}.lock`
  makeDirectory(dirname(file))
  while (!makeLock(lock)) {
    removeStale(lock)
    await delay(pauseMs)
  }
  try {
    return work()
  } finally {
    rmSync(lock, { force: true })
  }
}

function makeLock(lock: string): boolean {
  try {
    closeSync(openSync(lock, 'wx'))
    return true
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false
    throw error
  }
}

/** Moved away first: of several that find it stale, one removes it, and no other's new lock. */
function removeStale(lock: string): void {
  const moved = `${lock}.${process.pid}`
  try {
    if (Date.now() - statSync(lock).mtimeMs < staleMs) return
    renameSync(lock, moved)
    rmSync(moved, { force: true })
  } catch (error) {
    // Another has released or removed it.
    if (errorCode(error) !== 'ENOENT') throw error
  }
}
