import { describe, expect, test } from 'vitest'
import { foldPlan } from '../../../src/workbench/rows/fold-plan.ts'
import { instructionText } from '../../../src/workbench/rows/instruction-text.ts'
import type { PlanRow } from '../../../src/workbench/rows/plan-rows.ts'

/** `# name` a stage, `✓ 3 RUN x` a step, `· 4 ENV a` metadata; other marks stand for themselves. */
function rowsOf(text: string): readonly PlanRow[] {
  return text
    .trim()
    .split('\n')
    .map((line, index): PlanRow => {
      const words = line.trim().split(' ')
      const [mark = '', number = '0', ...rest] = words
      const id = `${index}`
      if (mark === '#') return { kind: 'stage', id: `stage:${id}`, selectable: false, name: number, remark: '' }
      const row = { id, selectable: true, line: Number(number), text: rest.join(' ') } as const
      return mark === '·'
        ? ({ ...row, kind: 'metadata', mark: 'metadata', cause: '', row: {} } as unknown as PlanRow)
        : ({
            ...row,
            kind: 'step',
            mark: mark === '✓' ? 'cached' : 'busted',
            cause: '',
            step: {},
          } as unknown as PlanRow)
    })
}

const show = (rows: readonly PlanRow[]): readonly string[] =>
  rows.map((row) => {
    if (row.kind === 'stage') return `# ${row.name}`
    if (row.kind !== 'fold') return `${row.line}`
    return row.stage === null ? `▸ ${row.line}–${row.lastLine} ${row.text}` : `▸ ${row.stage}: ${row.text}`
  })

const plan = rowsOf(`
  # deps
  ✓ 1 FROM a
  ✓ 2 RUN a
  # build
  ✓ 3 FROM a
  ✓ 4 WORKDIR /
  ✓ 5 COPY a b
  ● 6 COPY . .
  · 7 ENV A=1
  · 8 ENV B=1
  · 9 USER me
  ● 10 RUN build
  ✓ 11 RUN c
  ✓ 12 RUN d
  ✓ 13 RUN e
  · 14 CMD x
`)
const fold = (room: number, opened: readonly string[] = []) =>
  show(foldPlan({ rows: plan, room, opened: new Set(opened) }))

describe('a plan that is longer than its pane', () => {
  test('is not folded when it fits', () => {
    expect(foldPlan({ rows: plan, room: plan.length, opened: new Set() })).toBe(plan)
  })

  test('folds metadata first', () => {
    expect(fold(14)).toEqual([
      '# deps',
      '1',
      '2',
      '# build',
      '3',
      '4',
      '5',
      '6',
      '▸ 7–9 ENV ×2, USER',
      '10',
      '11',
      '12',
      '13',
      '14',
    ])
  })

  test('then stages in which nothing re-runs', () => {
    expect(fold(12)).toEqual([
      '▸ deps: 2 cached',
      '# build',
      '3',
      '4',
      '5',
      '6',
      '▸ 7–9 ENV ×2, USER',
      '10',
      '11',
      '12',
      '13',
      '14',
    ])
  })

  test('stages from the top, as many as it takes', () => {
    const cached = rowsOf('# a\n✓ 1 FROM x\n✓ 2 RUN a\n# b\n✓ 3 FROM x\n✓ 4 RUN b\n# c\n✓ 5 FROM x\n✓ 6 RUN c')
    const folded = show(foldPlan({ rows: cached, room: 7, opened: new Set() }))
    expect(folded).toEqual(['▸ a: 2 cached', '# b', '3', '4', '# c', '5', '6'])
  })

  test('then runs of cached steps, but never what is next to a step that re-runs', () => {
    expect(fold(5)).toEqual([
      '▸ deps: 2 cached',
      '# build',
      '▸ 3–4 2 cached',
      '5',
      '6',
      '▸ 7–9 ENV ×2, USER',
      '10',
      '11',
      '▸ 12–14 2 cached',
    ])
  })

  test('leaves open what a person opened', () => {
    expect(fold(5, ['fold:stage:0'])).toContain('# deps')
  })
})

test.each([
  ['COPY --from=build --chown=1:1 /app/dist /app', 'COPY ‹build› ⋯ /app/dist /app'],
  ['COPY --from=build /app /app', 'COPY ‹build› /app /app'],
  ['RUN --mount=type=cache,target=/root/.cache uv sync --frozen', 'RUN ⋯ uv sync --frozen'],
  ['FROM --platform=linux/amd64 a AS b', 'FROM ⋯ a AS b'],
  ['RUN npm ci --omit=dev', 'RUN npm ci --omit=dev'],
  ['HEALTHCHECK NONE', 'HEALTHCHECK NONE'],
])('%s is shown as %s', (text, shown) => {
  expect(instructionText(text)).toBe(shown)
})
