import { EventEmitter } from 'node:events'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { ChangeBatcher } from '../../../../src/sources/files/watch/change-batcher.ts'

/** Stands for chokidar's watcher: it is ready at once, and fails when a test says so. */
class StandInWatcher extends EventEmitter {
  readonly close = vi.fn(async () => {})
}

const opened: StandInWatcher[] = []

vi.mock('chokidar', () => ({
  watch: () => {
    const watcher = new StandInWatcher()
    opened.push(watcher)
    setImmediate(() => watcher.emit('ready'))
    return watcher
  },
}))

let now = 1_000_000
beforeEach(() => {
  opened.length = 0
  vi.spyOn(Date, 'now').mockImplementation(() => now)
})
afterEach(() => vi.restoreAllMocks())

const full = Object.assign(new Error('no space left for watches'), { code: 'ENOSPC' })

test('an error of the watcher is told until listening anew has worked', async () => {
  const wake = vi.fn()
  const changes = new ChangeBatcher(wake)
  const follow = async () => (await changes.follow(['/nowhere/Dockerfile'])).elsewhere
  expect([await follow(), await follow()]).toEqual([true, false])
  opened[0]!.emit('error', full)
  expect(changes.limit).toBe('ENOSPC')
  await vi.waitFor(() => expect(wake).toHaveBeenCalled())

  // Not at once again and again, as the error may come back each time.
  expect(await follow()).toBe(false)
  now += 5000
  expect(await follow()).toBe(true)
  expect(opened[0]!.close).toHaveBeenCalled()
  expect(changes.limit).toBeNull()

  // What the watcher before it says no longer counts.
  opened[0]!.emit('error', full)
  expect(changes.limit).toBeNull()
  opened[1]!.emit('error', full)
  expect(changes.limit).toBe('ENOSPC')
  await changes.close()
})
