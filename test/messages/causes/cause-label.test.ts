import { expect, test } from 'vitest'
import type { Cause } from '../../../src/cache/model/plan/plan.ts'
import type { StageSettings } from '../../../src/cache/model/plan/step-facts.ts'
import { causeLabel } from '../../../src/messages/causes/cause-label.ts'
import { pointTo, sketchPlan } from '../../support/plan.ts'

/** The words beside `COPY . .` on line 3, when it re-runs for these causes. */
function wordsFor(...causes: readonly Cause[]): string {
  const plan = sketchPlan({
    steps: [
      { line: 1, text: 'FROM node:20' },
      { line: 3, text: 'COPY . .', status: 'rebuilt', causes },
    ],
    metadata: [
      { line: 2, text: 'ENV MODE=production LEVEL=1' },
      { line: 2, text: 'ARG VERSION=1' },
    ],
  })
  return causeLabel(plan.steps[1]!, plan)
}

const content = (...files: Extract<Cause, { kind: 'content' }>['files']): Cause => ({
  kind: 'content',
  files,
  total: files.length,
})

test('one changed file is named with what happened to it', () => {
  expect(wordsFor(content({ path: 'src/a.ts', change: 'modified' }))).toBe('src/a.ts modified')
  expect(wordsFor(content({ path: 'src/b.ts', change: 'added' }))).toBe('src/b.ts added')
  expect(wordsFor(content({ path: 'b.ts', change: 'renamed', from: 'a.ts' }))).toBe('b.ts renamed from a.ts')
})

test('a change of permissions says so first, with the bits before and after', () => {
  expect(wordsFor(content({ path: 'run.sh', change: 'mode', before: '644', after: '755' }))).toBe('mode 644→755 run.sh')
})

test('of several files the first is named and the others are counted', () => {
  expect(wordsFor({ kind: 'content', files: [{ path: 'src/a.ts', change: 'modified' }], total: 12 })).toBe(
    'src/a.ts modified, +11 more',
  )
})

test('a variable is called what the Dockerfile calls it', () => {
  const changed = (name: string): Cause => ({ kind: 'argument', name, before: '1', after: '2' })
  expect(wordsFor(changed('VERSION'))).toBe('ARG VERSION')
  expect(wordsFor(changed('LEVEL'))).toBe('ENV LEVEL')
  expect(wordsFor(changed('--network'))).toBe('--network')
  expect(wordsFor({ kind: 'rule', rule: 'frontend', before: '1.18', after: '1.19' })).toBe('the front end')
  // Of the base image, or of a line that is gone.
  expect(wordsFor(changed('PATH'))).toBe('variable PATH')
})

test('of several stages that it takes files from the lines are told', () => {
  const texts = ['RUN a', 'RUN b']
  const causes = texts.map((_, index): Cause => ({ kind: 'input', from: pointTo('stage-0', index + 1) }))
  const makers = texts.map((text, index) => ({ line: index + 1, text }))
  const plan = sketchPlan({ steps: [...makers, { line: 3, text: 'RUN make', status: 'rebuilt', causes }] })
  expect(causeLabel(plan.steps[2]!, plan)).toBe('from lines 1 and 2')
})

test('what FROM names is an ARG above all stages', () => {
  const causes: readonly Cause[] = [{ kind: 'argument', name: 'TAG', before: '22', after: '24' }]
  const plan = sketchPlan({ steps: [{ line: 2, text: 'FROM node:$TAG', status: 'rebuilt', causes }] })
  expect(causeLabel(plan.steps[0]!, plan)).toBe('ARG TAG')
})

test('an instruction that stands as it stood says what around it is another', () => {
  const between = (before: StageSettings, after: StageSettings) =>
    wordsFor({ kind: 'instruction', change: 'settings', text: 'RUN make', before, after })
  expect(between([], [['as', 'node']])).toBe('another user')
  expect(between([['owned by', 'a']], [['owned by', 'b']])).toBe('another owner')
  expect(between([['by', '/bin/sh -c']], [['by', '/bin/bash -c']])).toBe('another shell')
  expect(between([['in', '/app']], [])).toBe('another directory')
  expect(
    between(
      [
        ['as', 'a'],
        ['by', 'sh'],
      ],
      [['as', 'b']],
    ),
  ).toBe('lines before it changed')
})

test('causes of the step itself go before inherited ones', () => {
  const inherited: Cause = { kind: 'parent', from: pointTo('stage-0', 1) }
  expect(wordsFor(inherited)).toBe('from line 1')
  expect(wordsFor(inherited, { kind: 'instruction', change: 'text', before: 'COPY a .', after: 'COPY . .' })).toBe(
    'instruction changed',
  )
})

test('an instruction that is the same but comes after another step, or has its variables in another order', () => {
  const words = (change: 'place' | 'order', before: readonly string[], after: readonly string[]) =>
    wordsFor({ kind: 'instruction', change, text: 'COPY . /', before, after })
  expect(words('place', ['RUN a'], ['RUN b'])).toBe('after another step')
  expect(words('order', ['A', 'B'], ['B', 'A'])).toBe('order of variables')
})

test('a text that ends like a remark of the program is a text', () => {
  const causes: Cause = { kind: 'instruction', change: 'text', before: 'RUN make (in x)', after: 'RUN make (in y)' }
  expect(wordsFor(causes)).toBe('instruction changed')
})

test('a second cause of the step itself is counted', () => {
  expect(
    wordsFor(
      { kind: 'instruction', change: 'text', before: 'COPY a .', after: 'COPY . .' },
      content({ path: 'b', change: 'added' }),
    ),
  ).toBe('instruction changed, +1 more')
})

test('a step that depends names the line whose output decides', () => {
  const run = 'RUN npm run build'
  const plan = sketchPlan({
    steps: [
      { line: 2, stage: 'build', text: run, status: 'rebuilt' },
      {
        line: 5,
        text: 'COPY --from=build /app/dist .',
        status: 'depends',
        causes: [{ kind: 'input', from: pointTo('build', 2) }],
      },
    ],
  })
  expect(causeLabel(plan.steps[1]!, plan)).toBe('if line 2 changes it')
})

test('a step that may or may not have been stored depends on nothing in the file', () => {
  const plan = sketchPlan({ steps: [{ line: 1, text: 'RUN make', status: 'depends', causes: [{ kind: 'new' }] }] })
  expect(causeLabel(plan.steps[0]!, plan)).toBe('unless it was stored')
})

test('where a build stops the reason stands there; what it never reaches says that', () => {
  const plan = sketchPlan({
    steps: [
      { line: 1, text: 'COPY gone .', status: 'fails', causes: [{ kind: 'error', message: '"/gone": not found' }] },
      { line: 2, text: 'RUN make', status: 'fails' },
      {
        line: 3,
        text: 'RUN test',
        status: 'fails',
        causes: [{ kind: 'not-reached' }],
      },
    ],
  })
  expect(plan.steps.map((step) => causeLabel(step, plan))).toEqual(['"/gone": not found', 'not reached', 'not reached'])
})

test('a cached step has nothing to say', () => {
  const plan = sketchPlan({ steps: [{ line: 1, text: 'FROM node:20' }] })
  expect(causeLabel(plan.steps[0]!, plan)).toBe('')
})
