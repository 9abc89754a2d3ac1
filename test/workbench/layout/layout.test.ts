import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type LayoutFacts, layOut } from '../../../src/workbench/layout/layout.ts'
import { printScreen } from '../../support/workbench/print-screen.ts'
import { press, shopAtWork } from '../../support/workbench/shop.ts'

// The drawings are read like pictures; `npx vitest run test/workbench/layout.test.ts -u` draws them anew.
describe('drawings', () => {
  test.each([
    { columns: 84, rows: 44, keys: [] },
    { columns: 80, rows: 24, keys: [] },
    { columns: 140, rows: 44, keys: [] },
    { columns: 60, rows: 40, keys: [] },
    { columns: 40, rows: 10, keys: [] },
    { columns: 84, rows: 44, keys: ['enter'] },
    { columns: 140, rows: 44, keys: ['enter'] },
    { columns: 84, rows: 44, keys: ['4', 'v'] },
    { columns: 80, rows: 24, keys: ['+'] },
    { columns: 80, rows: 24, keys: ['3', '+', '+', 'e'] },
    { columns: 40, rows: 10, keys: ['2'] },
    { columns: 84, rows: 44, keys: ['?'] },
    { columns: 84, rows: 44, keys: [']'] },
  ])('$columns x $rows after $keys', async ({ columns, rows, keys }) => {
    const name = [`${columns}x${rows}`, ...keys.map((key) => named[key] ?? key)].join('-')
    const screen = printScreen(press(shopAtWork(columns, rows), ...keys))
    await expect(`${screen}\n`).toMatchFileSnapshot(`../../cases/layout/${name}.txt`)
  })
})

const named: Readonly<Record<string, string>> = { '?': 'help', '+': 'zoom', ']': 'next-tab' }

const facts: fc.Arbitrary<LayoutFacts> = fc.record({
  columns: fc.integer({ min: 1, max: 250 }),
  rows: fc.integer({ min: 1, max: 100 }),
  hasBuild: fc.boolean(),
  hasImage: fc.boolean(),
  focus: fc.constantFrom('plan', 'edits', 'layers', 'files', 'detail'),
  detail: fc.constantFrom('step', 'layer', null),
  imagePane: fc.constantFrom('layers', 'files'),
  zoom: fc.constantFrom('normal', 'half', 'full'),
  planRows: fc.nat(100),
  foldedPlanRows: fc.nat(40),
  layerRows: fc.nat(100),
  noticeRows: fc.nat(6),
})

test('nothing is ever placed outside the terminal', () => {
  fc.assert(
    fc.property(facts, (given) => {
      const layout = layOut(given)
      const places = [layout.headline, layout.notices, layout.hints, ...layout.panes.map(({ box }) => box)]
      for (const { x, y, width, height } of places) {
        expect(x).toBeGreaterThanOrEqual(0)
        expect(y).toBeGreaterThanOrEqual(0)
        expect(x + width).toBeLessThanOrEqual(given.columns)
        expect(Math.max(y, y + height)).toBeLessThanOrEqual(given.rows)
      }
    }),
  )
})

test('rows of panes never overlap, and stay inside their borders', () => {
  fc.assert(
    fc.property(facts, (given) => {
      const { panes } = layOut(given)
      for (const { box, inside } of panes) {
        expect(inside.height).toBeGreaterThanOrEqual(0)
        expect(inside.y + inside.height).toBeLessThanOrEqual(box.y + box.height)
        expect(inside.x + inside.width).toBeLessThanOrEqual(box.x + box.width)
      }
      for (const [place, { inside: a }] of panes.entries()) {
        for (const { inside: b } of panes.slice(place + 1)) {
          const apart = a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y
          expect(apart).toBe(true)
        }
      }
    }),
  )
})

test('the headline is in the same row whatever is open', () => {
  const rows = (detail: LayoutFacts['detail'], zoom: LayoutFacts['zoom']) =>
    layOut({
      columns: 84,
      rows: 44,
      hasBuild: true,
      hasImage: true,
      focus: 'plan',
      detail,
      imagePane: 'layers',
      zoom,
      planRows: 12,
      foldedPlanRows: 12,
      layerRows: 4,
      noticeRows: 2,
    }).headline.y
  expect([rows(null, 'normal'), rows('step', 'normal'), rows(null, 'full')]).toEqual([1, 1, 1])
})

test('without an image the saves have the room that its panes do not need', () => {
  const heights = (hasImage: boolean) =>
    layOut({
      columns: 84,
      rows: 44,
      hasBuild: true,
      hasImage,
      focus: 'plan',
      detail: null,
      imagePane: 'layers',
      zoom: 'normal',
      planRows: 12,
      foldedPlanRows: 12,
      layerRows: 4,
      noticeRows: 1,
    }).panes.map(({ pane, inside }) => `${pane} ${inside.height}`)
  expect(heights(true)).toEqual(['plan 12', 'edits 8', 'layers 16'])
  expect(heights(false)).toEqual(['plan 12', 'edits 20', 'layers 4'])
})
