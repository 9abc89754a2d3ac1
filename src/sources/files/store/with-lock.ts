import { closeSync, openSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { errorCode } from '../read/context-failure.ts'
import { makeDirectory } from './make-directory.ts'

/** What is done under a lock takes milliseconds: one that is older was left behind by a process that was killed. */
const staleMs = 10_000
const pauseMs = 20

/**
 * Does `work` while no other process does its own for the same file. `FILE.lock` stands beside the file meanwhile; only
 * one process can make it (O_EXCL). Waits for others. Throws what `work` throws, and the system's error where no lock can
 * be made.
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
