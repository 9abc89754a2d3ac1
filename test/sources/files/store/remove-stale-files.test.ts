import { readdirSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { forgetUnused } from '../../../../src/sources/files/store/remove-stale-files.ts'
import { temporaryTree } from '../temporary-tree.ts'

test('what was not used for a quarter of a year goes, the rest stays', () => {
  const directory = temporaryTree({ old: 'x', recent: 'x' })
  const now = Date.parse('2026-06-01')
  utimesSync(join(directory, 'old'), new Date('2026-01-01'), new Date('2026-01-01'))
  utimesSync(join(directory, 'recent'), new Date('2026-04-01'), new Date('2026-04-01'))
  forgetUnused(directory, now)
  expect(readdirSync(directory)).toEqual(['recent'])
})

test('a folder that is not there is left at that', () => {
  expect(() => forgetUnused('/nowhere/at/all', Date.now())).not.toThrow()
})
