import { readdirSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { limitDirectory } from '../../../../src/sources/files/store/limit-directory.ts'
import { temporaryTree } from '../temporary-tree.ts'

test('what was not used for a quarter of a year goes, the rest stays', () => {
  const directory = temporaryTree({ old: 'x', recent: 'x' })
  const now = Date.parse('2026-06-01')
  utimesSync(join(directory, 'old'), new Date('2026-01-01'), new Date('2026-01-01'))
  utimesSync(join(directory, 'recent'), new Date('2026-04-01'), new Date('2026-04-01'))
  limitDirectory(directory, { now })
  expect(readdirSync(directory)).toEqual(['recent'])
})

test('what was not used for longest goes when space is short', () => {
  const directory = temporaryTree({ oldest: 'xxxx', older: 'xxxx', newest: 'xxxx' })
  const now = Date.parse('2026-06-01')
  utimesSync(join(directory, 'oldest'), new Date('2026-05-01'), new Date('2026-05-01'))
  utimesSync(join(directory, 'older'), new Date('2026-05-02'), new Date('2026-05-02'))
  utimesSync(join(directory, 'newest'), new Date('2026-05-03'), new Date('2026-05-03'))
  limitDirectory(directory, { now, mostBytes: 8 })
  expect(readdirSync(directory)).toEqual(['newest', 'older'])
})

test('a directory that is not there is left at that', () => {
  expect(() => limitDirectory('/nowhere/at/all', { now: Date.now() })).not.toThrow()
})
