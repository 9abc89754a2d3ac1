import { expect, test } from 'vitest'
import { headline } from '../../src/messages/headline.ts'
import { sketchEdit, sketchPlan } from '../support/plan.ts'

const from = { line: 1, text: 'FROM node:20' }
const busted = sketchPlan({
  steps: [
    from,
    {
      line: 12,
      text: 'COPY src/ ./src/',
      status: 'rebuilt',
      causes: [{ kind: 'content', files: [{ path: 'src/cart.ts', change: 'modified' }], total: 1 }],
    },
  ],
})
const calm = sketchPlan({ steps: [from, { line: 12, text: 'COPY src/ ./src/' }] })

test('the newest edit is the headline', () => {
  const edit = sketchEdit('src/cart.ts', { kind: 'busts', steps: ['stage-0:12'], rerun: 1, of: 2 })
  expect(headline(busted, edit)).toEqual({
    mark: 'busted',
    path: 'src/cart.ts',
    text: 'busts COPY src/ ./src/ (line 12): 1 of 2 steps re-run',
    short: 'busts line 12 · 1 of 2',
  })
})

test('a calm save is told as plainly, and does not hide what earlier saves left to do', () => {
  const edit = sketchEdit('README.md', { kind: 'unaffected', reason: 'not copied', detail: '' })
  expect(headline(calm, edit).text).toBe('nothing re-runs: no step copies it')
  expect(headline(busted, edit).text).toBe('nothing re-runs: no step copies it (as before, 1 of 2 steps re-runs)')
  expect(headline(busted, edit).short).toBe('nothing: no step copies it · still 1 of 2')
})

test('a calm save does not hide that a build fails', () => {
  const causes = [{ kind: 'error', message: 'not found' }] as const
  const plan = sketchPlan({ steps: [from, { line: 2, text: 'COPY gone .', status: 'fails', causes }] })
  const edit = sketchEdit('README.md', { kind: 'unaffected', reason: 'same bytes', detail: '' })
  expect(headline(plan, edit)).toMatchObject({
    text: 'nothing re-runs: same bytes as before (a build still stops at line 2)',
    short: 'nothing: same bytes · line 2 still fails',
  })
})

test('before the first edit the plan itself is told', () => {
  expect(headline(calm, null)).toMatchObject({ mark: 'cached', path: '', text: 'all 2 steps cached' })
  expect(headline(busted, null).text).toBe(
    '1 of 2 steps re-runs, from COPY src/ ./src/ (line 12): src/cart.ts modified',
  )
})

test('a build that would stop is the headline, with the reason', () => {
  const plan = sketchPlan({
    steps: [{ line: 2, text: 'COPY gone .', status: 'fails', causes: [{ kind: 'error', message: 'not found' }] }],
  })
  expect(headline(plan, null)).toMatchObject({
    mark: 'fails',
    text: 'a build stops at COPY gone . (line 2): not found',
  })
})

test('an empty cache is called cold, and its steps run rather than re-run', () => {
  const plan = sketchPlan({
    baseline: { kind: 'none', ref: null },
    steps: [from, { line: 2, text: 'RUN make', status: 'rebuilt', causes: [{ kind: 'new' }] }],
  })
  expect(headline(plan, null).text).toBe('cold cache: 1 of 2 steps runs')
})

test('while files are hashed the headline does not guess', () => {
  const plan = sketchPlan({ steps: [from, { line: 2, text: 'COPY . .', status: 'checking' }] })
  expect(headline(plan, null).mark).toBe('checking')
})
