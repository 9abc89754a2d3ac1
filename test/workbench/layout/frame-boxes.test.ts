import { expect, test } from 'vitest'
import { frameBoxes, type Rectangle } from '../../../src/workbench/layout/frame-boxes.ts'

/** The borders of boxes as they stand on the screen; the rows of titles are drawn as lines. */
function draw(boxes: readonly Rectangle[]): readonly string[] {
  const columns = Math.max(...boxes.map(({ x, width }) => x + width))
  const rows = Math.max(...boxes.map(({ y, height }) => y + height))
  const screen = Array.from({ length: rows }, () => new Array<string>(columns).fill(' '))
  const put = (x: number, y: number, text: string) => {
    for (const [index, glyph] of [...text].entries()) screen[y]![x + index] = glyph
  }
  for (const { box, border } of frameBoxes(boxes, true)) {
    const [left, right] = border!.top
    put(box.x, box.y, left + '─'.repeat(box.width - 2) + right)
    for (const [row, ends] of border!.sides.entries()) {
      put(box.x, box.y + 1 + row, ends[0])
      put(box.x + box.width - 1, box.y + 1 + row, ends[1])
    }
    if (border!.foot !== null) put(box.x, box.y + box.height - 1, border!.foot)
  }
  return screen.map((row) => row.join(''))
}

test('borders join where boxes meet', () => {
  expect(
    draw([
      { x: 0, y: 0, width: 5, height: 3 },
      { x: 0, y: 2, width: 5, height: 4 },
      { x: 4, y: 0, width: 6, height: 4 },
      { x: 4, y: 3, width: 6, height: 3 },
    ]),
  ).toEqual([
    '┌───┬────┐', //
    '│   │    │',
    '├───┤    │',
    '│   ├────┤',
    '│   │    │',
    '└───┴────┘',
  ])
})

test('four boxes that meet in one cell make a cross', () => {
  const box = (x: number, y: number) => ({ x, y, width: 3, height: 3 })
  expect(draw([box(0, 0), box(0, 2), box(2, 0), box(2, 2)])).toEqual(['┌─┬─┐', '│ │ │', '├─┼─┤', '│ │ │', '└─┴─┘'])
})

test('without room for borders a box has a title line and all its columns', () => {
  expect(frameBoxes([{ x: 0, y: 2, width: 40, height: 5 }], false)).toEqual([
    { box: { x: 0, y: 2, width: 40, height: 5 }, inside: { x: 0, y: 3, width: 40, height: 4 }, border: null },
  ])
})
