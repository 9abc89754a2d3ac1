import { expect, test } from 'vitest'
import type { Pointer } from '../../src/cache/model/plan/pointer.ts'
import { explainStep } from '../../src/messages/explain-step.ts'
import { pointTo, sketchPlan } from '../support/plan.ts'

const plan = sketchPlan({
  steps: [
    { line: 1, stage: 'build', text: 'FROM node:20' },
    {
      line: 4,
      stage: 'build',
      text: 'COPY src ./src',
      status: 'rebuilt',
      causes: [{ kind: 'content', files: [{ path: 'src/a.ts', change: 'modified' }], total: 1 }],
      keyedBy: { kind: 'copy', names: ['src'], more: 0, ownership: false, linked: false },
    },
    {
      line: 5,
      stage: 'build',
      text: 'RUN npm run build\nEOF',
      status: 'rebuilt',
      causes: [{ kind: 'parent', from: pointTo('build', 4) }],
    },
    {
      line: 8,
      stage: 'final',
      text: 'COPY --from=build /app/dist .',
      status: 'depends',
      causes: [{ kind: 'input', from: pointTo('build', 5) }],
      note: { kind: 'depends', parent: null, sources: [pointTo('build', 5)] },
    },
    { line: 9, stage: 'final', text: 'WORKDIR /app' },
  ],
})
const explain = (line: number) => explainStep(plan.steps.find((step) => step.line === line)!, plan)

test('a changed file is the whole sentence', () => {
  expect(explain(4).why).toBe('Re-runs because src/a.ts was modified.')
  expect(explain(4).files).toEqual([{ text: 'src/a.ts', change: 'modified' }])
})

test('an inherited re-run names the step where it begins', () => {
  expect(explain(5).why).toBe('Re-runs because line 4 COPY src ./src re-runs.')
})

test('what falls with a step is told through every stage, and what only may fall says so', () => {
  expect(explain(4).falls).toEqual([
    { text: 'line 5 RUN npm run build …', mark: 'inherited' },
    { text: 'line 8 COPY --from=build /app/dist ., if line 5 changes it', mark: 'depends' },
  ])
  expect(explain(4).fallCount).toBe('1, and 1 may')
  expect(explain(9).falls).toEqual([])
})

test('an equal step of another stage is done once: it does not fall with the other', () => {
  const text = 'COPY --from=tools /bin/tool .'
  const open = {
    text,
    status: 'depends',
    causes: [{ kind: 'input', from: pointTo('tools', 2) }],
  } as const
  const twins = sketchPlan({
    steps: [
      { line: 2, stage: 'tools', text: 'RUN make', status: 'rebuilt', causes: [{ kind: 'new' }] },
      { line: 5, stage: 'one', ...open },
      { line: 9, stage: 'two', sharedWith: 'one:5', ...open },
      {
        line: 10,
        stage: 'two',
        text: 'RUN tool',
        status: 'depends',
        causes: [{ kind: 'parent', from: pointTo('one', 5) }],
      },
    ],
  })
  const [make, first, second] = twins.steps.map((step) => explainStep(step, twins).falls)
  expect(first).toEqual([{ text: 'line 10 RUN tool, if line 5 changes it', mark: 'depends' }])
  expect(second).toEqual(first)
  expect(make).toHaveLength(3)
})

test('a step that depends gives what it depends on', () => {
  expect(explain(8).why).toBe(
    'Known only after line 5 has run: stays cached if the files that it takes from line 5 come out the same.',
  )
})

test('the instruction keeps its lines, and the key is told in words', () => {
  expect(explain(5).instruction).toEqual(['RUN npm run build', 'EOF'])
  expect(explain(4).keyedBy).toBe(
    'Makes a layer. Cached as long as these stay the same: contents and names of src, the destination, the step before.',
  )
})

test('files beyond those that are listed are counted', () => {
  const many = sketchPlan({
    steps: [
      {
        line: 1,
        text: 'COPY . .',
        status: 'rebuilt',
        causes: [{ kind: 'content', files: [{ path: 'a', change: 'added' }], total: 40 }],
      },
    ],
  })
  const { why, files } = explainStep(many.steps[0]!, many)
  expect(why).toBe('Re-runs because 40 of the files that it reads changed.')
  expect(files).toEqual([
    { text: 'a', change: 'added' },
    { text: 'and 39 more', change: '' },
  ])
})

test('two causes of its own are told together, inherited ones are left out', () => {
  const both = sketchPlan({
    steps: [
      {
        line: 2,
        text: 'RUN make V=2',
        status: 'rebuilt',
        causes: [
          { kind: 'parent', from: pointTo('build', 5) },
          { kind: 'argument', name: 'V', before: '1', after: '2' },
          { kind: 'instruction', change: 'text', before: 'RUN make V=1', after: 'RUN make V=2' },
        ],
      },
    ],
  })
  expect(explainStep(both.steps[0]!, both).why).toBe(
    'Re-runs because variable V went from "1" to "2"; and the instruction changed: RUN make [-V=1-]{+V=2+}.',
  )
})

test('with an empty cache steps run because it is empty', () => {
  const cold = sketchPlan({
    baseline: { kind: 'none', ref: null },
    steps: [{ line: 1, text: 'RUN make', status: 'rebuilt', causes: [{ kind: 'new' }] }],
  })
  expect(explainStep(cold.steps[0]!, cold).why).toBe('Runs: the cache is empty.')
})

test('a cached step says so', () => {
  expect(explain(1).why).toBe('Cached: nothing that it depends on has changed.')
})

test('what it takes files from may re-run, or be another one', () => {
  const whyFrom = (from: Pointer, status: 'cached' | 'rebuilt') => {
    const copying = sketchPlan({
      steps: [
        { line: 2, stage: 'build', text: 'RUN make', status },
        { line: 5, text: 'COPY --from=build /x /x', status: 'rebuilt', causes: [{ kind: 'input', from }] },
      ],
    })
    return explainStep(copying.steps[1]!, copying).why
  }
  const made = pointTo('build', 2)
  expect(whyFrom(made, 'rebuilt')).toBe('Re-runs because line 2 RUN make, which it takes files from, re-runs.')
  expect(whyFrom(made, 'cached')).toBe('Re-runs because it takes files from another step now: line 2 RUN make.')
  expect(whyFrom({ kind: 'context', name: 'tools' }, 'cached')).toBe(
    'Re-runs because context tools, which it takes files from, changed.',
  )
})
