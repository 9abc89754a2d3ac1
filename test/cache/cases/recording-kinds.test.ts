import { expect, test } from 'vitest'
import { recordingNames } from '../../support/cases/case-selection.ts'
import { recordingKinds } from '../../support/cases/recording-kinds.ts'

test('every recording is replayed by exactly one file of this directory', () => {
  const counts = recordingNames().map((name) => [
    name,
    Object.values(recordingKinds).filter((kind) => kind.test(name)).length,
  ])
  expect(counts.filter(([, count]) => count !== 1)).toEqual([])
})
