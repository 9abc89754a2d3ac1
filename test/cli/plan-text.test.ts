import { expect, test } from 'vitest'
import { planText } from '../../src/cli/report/plan-text.ts'
import { cellWidth } from '../../src/text/cells.ts'
import { pointTo, sketchPlan } from '../support/plan.ts'

const copy = 'COPY src/ ./src/'
const shop = sketchPlan({
  baseline: { kind: 'file', ref: 'main.json' },
  steps: [
    { line: 1, stage: 'build', text: 'FROM node:20' },
    {
      line: 12,
      stage: 'build',
      text: copy,
      status: 'rebuilt',
      causes: [
        {
          kind: 'content',
          files: [
            { path: 'src/cart.ts', change: 'modified' },
            { path: 'run.sh', change: 'mode', before: '644', after: '755' },
          ],
          total: 2,
        },
      ],
    },
    {
      line: 13,
      stage: 'build',
      text: 'RUN npm run build',
      status: 'rebuilt',
      causes: [{ kind: 'parent', from: pointTo('build', 12) }],
    },
    {
      line: 17,
      stage: 'final',
      text: 'COPY --from=build /app/dist .',
      status: 'depends',
      causes: [{ kind: 'input', from: pointTo('build', 13) }],
      note: { kind: 'depends', parent: null, sources: [pointTo('build', 13)] },
    },
  ],
  metadata: [{ line: 18, stage: 'final', text: 'CMD ["node"]' }],
  warnings: [{ kind: 'unknown-images', references: ['docker.io/library/node:20'] }],
})
const plain = { columns: 84, color: false, unicode: true }

test('the report reads like the workbench, in the same order, without boxes', () => {
  expect(planText(shop, plain)).toBe(`\
shop  Dockerfile:final  since main.json
overlay2 store, front end built-in 1.19, BuildKit 0.25
● 2 re-run, 1 may, from line 12 COPY src/ ./src/: src/cart.ts modified, +1 more

build
  ✓   1 FROM node:20
  ●  12 COPY src/ ./src/          src/cart.ts modified, +1 more
  ↓  13 RUN npm run build         from line 12
final
  ?  17 COPY ‹build› /app/dist .  if line 13 changes it
  ·  18 CMD ["node"]

● line 12 COPY src/ ./src/
  Re-runs because 2 of the files that it reads changed.
    src/cart.ts  modified
    run.sh  mode 644→755
  re-runs with it: line 13 RUN npm run build · line 17 COPY --from=build /app/dist
  ., if line 13 changes it

? line 17 COPY --from=build /app/dist .
  Known only after line 13 has run: stays cached if the files that it takes from
  line 13 come out the same.

▲ no Docker engine to ask about node:20: taken as unchanged
`)
})

test('a terminal without these signs gets plain ones', () => {
  const text = planText(shop, { ...plain, unicode: false })
  expect(text).toContain('  *  12 COPY src/ ./src/')
  expect(text).toContain('  v  13 RUN npm run build')
  expect(text).toContain('\n! no Docker engine')
})

test('no line is wider than the terminal', () => {
  for (const columns of [40, 60, 84, 140]) {
    const widths = planText(shop, { ...plain, columns })
      .split('\n')
      .map(cellWidth)
    expect(Math.max(...widths)).toBeLessThanOrEqual(columns)
  }
})

test('colors are there when asked for, and change no word', () => {
  const colored = planText(shop, { ...plain, color: true })
  expect(colored).toContain('\x1b[1;33m●\x1b[0m')
  expect(colored.replaceAll(/\x1b\[[\d;]*m/g, '')).toBe(planText(shop, plain))
})

test('names that could steer the terminal are made harmless', () => {
  const nasty = sketchPlan({
    baseline: { kind: 'now', ref: null },
    steps: [
      {
        line: 1,
        text: 'COPY . .',
        status: 'rebuilt',
        causes: [{ kind: 'content', files: [{ path: 'a\x1b[2J\nb', change: 'added' }], total: 1 }],
      },
    ],
  })
  expect(planText(nasty, plain)).toContain('a\\x1b[2J\\nb was added')
  expect(planText(nasty, plain)).not.toContain('\x1b')
})
