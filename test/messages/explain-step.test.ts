import { expect, test } from 'vitest'
import { explainStep } from '../../src/messages/explain-step.ts'
import { sketchPlan, vertexOf } from '../support/plan.ts'

const copy = vertexOf('build', 4, 'COPY src ./src')
const run = vertexOf('build', 5, 'RUN npm run build')
const plan = sketchPlan({
  steps: [
    { line: 1, stage: 'build', text: 'FROM node:20' },
    {
      line: 4,
      stage: 'build',
      text: 'COPY src ./src',
      status: 'rebuilt',
      causes: [{ kind: 'content', files: [{ path: 'src/a.ts', change: 'modified' }], total: 1 }],
      keyedBy: 'the content of src and the step before it',
    },
    {
      line: 5,
      stage: 'build',
      text: 'RUN npm run build\nEOF',
      status: 'rebuilt',
      causes: [{ kind: 'parent', vertex: copy }],
    },
    {
      line: 8,
      stage: 'final',
      text: 'COPY --from=build /app/dist .',
      status: 'depends',
      causes: [{ kind: 'input', vertex: vertexOf('build', 5, 'RUN npm run build\nEOF') }],
      note: 'The same files from line 5 keep it cached, others re-run it',
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
  expect(explain(5).why).toBe('Re-runs because a step before it does: COPY src ./src (line 4).')
})

test('what falls with a step is told through every stage, and what only may fall says so', () => {
  expect(explain(4).falls).toEqual([
    'RUN npm run build … (line 5)',
    'COPY --from=build /app/dist . (line 8), if the output changes',
  ])
  expect(explain(9).falls).toEqual([])
})

test('an equal step of another stage is done once: it does not fall with the other', () => {
  const text = 'COPY --from=tools /bin/tool .'
  const open = {
    text,
    status: 'depends',
    causes: [{ kind: 'input', vertex: vertexOf('tools', 2, 'RUN make') }],
  } as const
  const twins = sketchPlan({
    steps: [
      { line: 2, stage: 'tools', text: 'RUN make', status: 'rebuilt', causes: [{ kind: 'new' }] },
      { line: 5, stage: 'one', vertex: vertexOf('one', 5, text), ...open },
      { line: 9, stage: 'two', vertex: vertexOf('one', 5, text), sharedWith: vertexOf('one', 5, text), ...open },
      {
        line: 10,
        stage: 'two',
        text: 'RUN tool',
        status: 'depends',
        causes: [{ kind: 'parent', vertex: vertexOf('one', 5, text) }],
      },
    ],
  })
  const [make, first, second] = twins.steps.map((step) => explainStep(step, twins).falls)
  expect(first).toEqual(['RUN tool (line 10), if the output changes'])
  expect(second).toEqual(first)
  expect(make).toHaveLength(3)
})

test('a step that depends gives what it depends on', () => {
  expect(explain(8).why).toBe('Open until a build runs. The same files from line 5 keep it cached, others re-run it.')
})

test('the instruction keeps its lines, and the key is told in words', () => {
  expect(explain(5).instruction).toEqual(['RUN npm run build', 'EOF'])
  expect(explain(4).keyedBy).toBe('Makes a layer; keyed by the content of src and the step before it.')
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
          { kind: 'parent', vertex: run },
          { kind: 'argument', name: 'V', before: '1', after: '2' },
          { kind: 'instruction', before: 'RUN make V=1', after: 'RUN make V=2' },
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
  expect(explain(1).why).toBe('Cached: its key is known.')
})

test('what it takes files from may re-run, or be another one', () => {
  const whyFrom = (vertex: string, status: 'cached' | 'rebuilt') => {
    const copying = sketchPlan({
      steps: [
        { line: 2, stage: 'build', text: 'RUN make', status },
        { line: 5, text: 'COPY --from=build /x /x', status: 'rebuilt', causes: [{ kind: 'input', vertex }] },
      ],
    })
    return explainStep(copying.steps[1]!, copying).why
  }
  const made = vertexOf('build', 2, 'RUN make')
  expect(whyFrom(made, 'rebuilt')).toBe('Re-runs because what it takes files from re-runs: RUN make (line 2).')
  expect(whyFrom(made, 'cached')).toBe(
    'Re-runs because what it takes files from is another one now: RUN make (line 2).',
  )
  expect(whyFrom('[context tools]', 'cached')).toBe(
    'Re-runs because what it takes files from is another one now: [context tools].',
  )
})
