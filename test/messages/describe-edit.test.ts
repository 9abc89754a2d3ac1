import { expect, test } from 'vitest'
import { describeEdit, describeEditPath } from '../../src/messages/describe-edit.ts'
import type { Edit } from '../../src/session/edit.ts'
import { sketchEdit, sketchPlan } from '../support/plan.ts'

const plan = sketchPlan({
  steps: [
    { line: 3, text: 'COPY package.json ./', status: 'rebuilt' },
    { line: 12, text: 'COPY src/ ./src/', status: 'rebuilt' },
    { line: 14, text: 'COPY --from=build /dist .', status: 'depends' },
    { line: 15, text: 'COPY gone .', status: 'fails', causes: [{ kind: 'error', message: '"/gone": not found' }] },
  ],
})
const bust = (...lines: readonly number[]): Edit['verdict'] => ({
  kind: 'busts',
  steps: lines.map((line) => `stage-0:${line}`),
  rerun: 3,
  may: 1,
  of: 9,
})
const wordsFor = (verdict: Edit['verdict']) => describeEdit(sketchEdit('src/cart.ts', verdict), plan)

test('a bust names the step, its line and how much re-runs', () => {
  expect(wordsFor(bust(12))).toEqual({
    mark: 'busted',
    text: 'busts line 12 COPY src/ ./src/ · 3 re-run, 1 may',
    short: 'busts line 12 · 3 re-run, 1 may',
  })
})

test('of several busted steps the first is named', () => {
  const { text, short } = wordsFor(bust(3, 12))
  expect(text).toBe('busts line 3 COPY package.json ./ and 1 more · 3 re-run, 1 may')
  expect(short).toBe('busts lines 3 and 12 · 3 re-run, 1 may')
})

test('a step that the plan no longer holds is only counted', () => {
  expect(wordsFor(bust(99)).text).toBe('busts 1 step · 3 re-run, 1 may')
})

test('a save after which a build stops is marked as a failure', () => {
  expect(wordsFor(bust(15))).toMatchObject({
    mark: 'fails',
    text: 'line 15 COPY gone .: "/gone": not found: the build fails',
    short: 'line 15: "/gone": not found',
  })
})

test('where only a build can tell, the words stay open', () => {
  expect(wordsFor(bust(14))).toMatchObject({ mark: 'depends', short: 'may bust line 14 · 3 re-run, 1 may' })
})

test('a calm save says why nothing re-runs', () => {
  const calm = (reason: Extract<Edit['verdict'], { kind: 'unaffected' }>['reason'], detail = '') =>
    wordsFor({ kind: 'unaffected', reason, detail }).text
  expect(calm('ignored', '.dockerignore line 4 `*.md`')).toBe('nothing re-runs: ignored by .dockerignore line 4 `*.md`')
  expect(calm('same bytes')).toBe('nothing re-runs: same bytes as before')
  expect(calm('not copied')).toBe('nothing re-runs: no step copies it')
  expect(calm('as built')).toBe('nothing new: back to what was built')
})

test('in a list the calm words are shorter', () => {
  expect(wordsFor({ kind: 'unaffected', reason: 'not copied', detail: '' }).short).toBe('nothing: no step copies it')
})

test('a Dockerfile that cannot be read gives its line and the problem', () => {
  const problem = { file: 'Dockerfile', line: 7, column: 1, message: 'unknown instruction: CPY' }
  expect(wordsFor({ kind: 'broken', problem })).toEqual({
    mark: 'fails',
    text: 'line 7: unknown instruction: CPY',
    short: 'line 7: unknown instruction: CPY',
  })
})

test('a burst stands for its folder and the number of files', () => {
  const calm: Edit['verdict'] = { kind: 'unaffected', reason: 'same bytes', detail: '' }
  expect(describeEditPath(sketchEdit('src', calm, 1204))).toBe('src/ (1,204 files)')
  expect(describeEditPath(sketchEdit('', calm, 3))).toBe('3 files')
  expect(describeEditPath(sketchEdit('src/a.ts', calm))).toBe('src/a.ts')
})
