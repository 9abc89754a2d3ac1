import { expect, test } from 'vitest'
import type { PlanWarning } from '../../src/cache/model/plan/plan-warning.ts'
import type { StepNote } from '../../src/cache/model/plan/step-note.ts'
import { explainNote } from '../../src/messages/explain-note.ts'
import { explainWarning } from '../../src/messages/explain-warning.ts'
import { pointTo, sketchPlan } from '../support/plan.ts'

const plan = sketchPlan({ steps: [{ line: 3, text: 'RUN make' }] })
const linesOf = (warning: PlanWarning) => explainWarning(warning, plan)
const sentence = (note: StepNote) => explainNote(note, plan)

test('images that are not known are named as people write them', () => {
  const references = ['docker.io/library/node:20', 'docker.io/library/alpine:latest']
  expect(linesOf({ kind: 'unknown-images', references })).toEqual([
    'no Docker engine to ask about node:20, alpine:latest: taken as unchanged',
  ])
  expect(linesOf({ kind: 'absent-images', references: references.slice(0, 1) })).toEqual([
    'node:20 is not on this engine: a build pulls it first',
  ])
})

test('stale files have a line each, and the rest is counted', () => {
  expect(linesOf({ kind: 'stale-files', context: 'lib', paths: ['a'], more: 2 })).toEqual([
    'a (context lib) changed, but has the same size and time as the builder last saw: the builder will not notice',
    '2 more files (context lib) like this',
  ])
})

test('an argument that nothing uses is named with what would change that', () => {
  expect(linesOf({ kind: 'unused-arguments', names: ['REV'] })).toEqual([
    'build argument REV is used by no step (an ARG in the stage makes it visible)',
  ])
})

test('a note points at steps by their line', () => {
  expect(sentence({ kind: 'not-built-on', step: pointTo('stage-0', 3) })).toBe(
    'It was never built on what line 3 RUN make is now, although that is cached.',
  )
  expect(sentence({ kind: 'depends', parent: pointTo('stage-0', 3), sources: [] })).toBe(
    'Known only after line 3 has run: stays cached if line 3 stays cached or comes out the same.',
  )
})

test('files that are ignored now are counted beside the first', () => {
  const ignored = { kind: 'ignored-files', path: 'a.md', line: 2, pattern: '*.md' } as const
  expect(sentence({ ...ignored, more: 0 })).toBe('a.md is not sent: line 2 of the ignore file (*.md) leaves it out.')
  expect(sentence({ ...ignored, more: 1 })).toBe(
    'a.md and 1 other file are not sent: line 2 of the ignore file (*.md) and others leave them out.',
  )
})
