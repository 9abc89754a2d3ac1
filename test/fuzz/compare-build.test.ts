import { expect, test } from 'vitest'
import type { PrintedStep as PredictedStep } from '../../src/cache/model/simulation.ts'
import type { PrintedStep } from '../engine/printed-steps.ts'
import { compareBuild } from '../support/fuzz/compare-build.ts'

const predicted = (status: PredictedStep['status'], name = '[2/2] RUN x', kind: 'step' | 'from' = 'step') => ({
  ok: true,
  error: '',
  printed: [{ name, kind, status, key: '' }],
})
const really = (status: PrintedStep['status'], name = '[2/2] RUN x', kind: PrintedStep['kind'] = 'step') => ({
  ok: true,
  error: '',
  steps: [{ name, kind, status }],
})
const idle = { compareFrom: true }

test('equal statuses agree', () => {
  expect(compareBuild(predicted('CACHED'), really('CACHED'), idle).disagreements).toEqual([])
})

test('a step said to be cached that ran is wrongly cached', () => {
  const { disagreements, counts } = compareBuild(predicted('CACHED'), really('RAN'), idle)
  expect(disagreements).toEqual(['predicted CACHED, really RAN: [2/2] RUN x'])
  expect(counts).toMatchObject({ steps: 1, wrongCached: 1, wrongRebuilt: 0 })
})

test('a step said to run that was cached is wrongly rebuilt', () => {
  expect(compareBuild(predicted('RAN'), really('CACHED'), idle).counts).toMatchObject({ wrongRebuilt: 1 })
})

test('depends may go either way, and which way it went is counted', () => {
  expect(compareBuild(predicted('DEPENDS'), really('CACHED'), idle)).toMatchObject({
    disagreements: [],
    counts: { dependsCached: 1, dependsRan: 0 },
  })
  expect(compareBuild(predicted('DEPENDS'), really('RAN'), idle)).toMatchObject({
    disagreements: [],
    counts: { dependsCached: 0, dependsRan: 1 },
  })
})

test('a race agrees with both of its ends', () => {
  expect(compareBuild(predicted('ONEOF'), really('RAN'), idle)).toMatchObject({
    disagreements: [],
    counts: { oneOf: 1 },
  })
})

test('a step that only one side has is a disagreement', () => {
  const { disagreements } = compareBuild(predicted('CACHED', '[2/2] RUN y'), really('CACHED'), idle)
  expect(disagreements).toEqual(['not predicted (really CACHED): [2/2] RUN x', 'only predicted (CACHED): [2/2] RUN y'])
})

test('FROM lines count on an idle engine only', () => {
  const from = predicted('RAN', '[1/2] FROM docker.io/library/a:1', 'from')
  const other = really('CACHED', '[b 1/2] FROM docker.io/library/a:1', 'from')
  expect(compareBuild(from, other, { compareFrom: false }).disagreements).toEqual([])
  expect(compareBuild(from, other, idle).disagreements).toHaveLength(2)
})

test("a base image's digest in a name does not count", () => {
  const from = predicted('RAN', '[1/2] FROM docker.io/library/a:1', 'from')
  expect(compareBuild(from, really('RAN', '[1/2] FROM docker.io/library/a:1@sha256:0f', 'from'), idle)).toMatchObject({
    disagreements: [],
    counts: { froms: 1, steps: 0 },
  })
})

test('of a failing build only the failing is compared', () => {
  const failing = { ok: false, error: 'no', steps: [] }
  expect(compareBuild({ ...predicted('CACHED'), ok: false }, failing, idle).disagreements).toEqual([])
  expect(compareBuild(predicted('CACHED'), failing, idle).disagreements).toEqual([
    'predicted to succeed, it failed: no',
  ])
})
