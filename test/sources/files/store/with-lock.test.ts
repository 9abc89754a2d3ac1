import { existsSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { withLock } from '../../../../src/sources/files/store/with-lock.ts'
import { temporaryTree } from '../temporary-tree.ts'

test('work under a lock waits for other work, and the lock is gone afterwards', async () => {
  const file = join(temporaryTree(), 'new/base.json')
  const done: string[] = []
  const first = await withLock(file, () => existsSync(`${file}.lock`))
  writeFileSync(`${file}.lock`, '')
  const waiting = withLock(file, () => done.push('second'))
  await delay(60)
  expect(done).toEqual([])
  rmSync(`${file}.lock`)
  await waiting
  expect([first, done, existsSync(`${file}.lock`)]).toEqual([true, ['second'], false])
})

test('work that fails gives the lock back', async () => {
  const file = join(temporaryTree(), 'base.json')
  const failing = () => {
    throw new Error('full')
  }
  await expect(withLock(file, failing)).rejects.toThrow('full')
  expect(await withLock(file, () => 'done')).toBe('done')
})

test('a lock that a killed process left behind is taken away', async () => {
  const file = join(temporaryTree(), 'base.json')
  writeFileSync(`${file}.lock`, '')
  const longAgo = new Date(Date.now() - 60_000)
  utimesSync(`${file}.lock`, longAgo, longAgo)
  expect(await withLock(file, () => 'done')).toBe('done')
})

test('where no lock can be made, the system says why', async () => {
  const file = join(temporaryTree({ a: '' }), 'a/base.json')
  await expect(withLock(file, () => 'done')).rejects.toThrow(/ENOTDIR|EEXIST/)
})
