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
  const edit = sketchEdit('src/cart.ts', { kind: 'busts', steps: ['stage-0:12'], rerun: 1, may: 0, of: 2 })
  expect(headline(busted, edit)).toEqual({
    mark: 'busted',
    path: 'src/cart.ts',
    text: 'busts line 12 COPY src/ ./src/ · 1 re-run',
    short: 'busts line 12 · 1 re-run',
  })
})

test('a calm save is told as plainly, and does not hide what earlier saves left to do', () => {
  const edit = sketchEdit('README.md', { kind: 'unaffected', reason: 'not copied', detail: '' })
  expect(headline(calm, edit).text).toBe('nothing re-runs: no step copies it')
  expect(headline(busted, edit).text).toBe('nothing re-runs: no step copies it · still 1 re-run')
  expect(headline(busted, edit).short).toBe('nothing: no step copies it · still 1 re-run')
})

test('a calm save does not hide that a build fails', () => {
  const causes = [{ kind: 'error', message: 'not found' }] as const
  const plan = sketchPlan({ steps: [from, { line: 2, text: 'COPY gone .', status: 'fails', causes }] })
  const edit = sketchEdit('README.md', { kind: 'unaffected', reason: 'same bytes', detail: '' })
  expect(headline(plan, edit)).toMatchObject({
    text: 'nothing re-runs: same bytes as before · line 2 still fails',
    short: 'nothing: same bytes · line 2 still fails',
  })
})

test('before the first edit the plan itself is told', () => {
  expect(headline(calm, null)).toMatchObject({ mark: 'cached', path: '', text: 'all 2 steps cached' })
  expect(headline(busted, null).text).toBe('1 re-run, from line 12 COPY src/ ./src/: src/cart.ts modified')
})

test('a build that would stop is the headline, with the reason', () => {
  const plan = sketchPlan({
    steps: [{ line: 2, text: 'COPY gone .', status: 'fails', causes: [{ kind: 'error', message: 'not found' }] }],
  })
  expect(headline(plan, null)).toMatchObject({
    mark: 'fails',
    text: 'line 2 COPY gone .: not found: the build fails',
  })
})

test('with an empty cache steps run rather than re-run', () => {
  const plan = sketchPlan({
    baseline: { kind: 'none', ref: null },
    steps: [from, { line: 2, text: 'RUN make', status: 'rebuilt', causes: [{ kind: 'new' }] }],
  })
  expect(headline(plan, null).text).toBe('empty cache: 1 run')
})

test('while files are hashed the headline does not guess', () => {
  const plan = sketchPlan({ steps: [from, { line: 2, text: 'COPY . .', status: 'checking' }] })
  expect(headline(plan, null).mark).toBe('checking')
})
