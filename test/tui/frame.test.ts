import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cellWidth } from '../../src/text/cells.ts'
import { type Cell, composeFrame, type Drawing } from '../../src/tui/terminal/frame.ts'
import { span } from '../../src/workbench/display/line.ts'
import { fullDisplay } from '../support/terminal/sink-on.ts'

const compose = (columns: number, rows: number, ...drawings: readonly Drawing[]) =>
  composeFrame(drawings, { columns, rows }, fullDisplay)

const textOf = (row: readonly Cell[] | undefined) => row?.map(({ text }) => text).join('')
const drawn = (x: number, ...texts: readonly string[]): Drawing => ({
  x,
  y: 0,
  lines: texts.map((text) => [span(text)]),
})

describe('a frame', () => {
  test('has every span at its cells with its look', () => {
    const line = [span('a', 'good', { bold: true }), span('日', 'faint', { inverse: true })]
    expect(compose(5, 1, { x: 1, y: 0, lines: [line] })).toEqual([
      [
        { text: ' ', look: '' },
        { text: 'a', look: '1;32' },
        { text: '日', look: '2;7' },
        { text: '', look: '2;7' },
        { text: ' ', look: '' },
      ],
    ])
  })

  test('cuts what lies outside of the screen, and shows no half of a wide character', () => {
    expect(compose(5, 2, drawn(2, '日本', 'abcdef', 'below')).map(textOf)).toEqual(['  日 ', '  abc'])
  })

  test('the later drawing covers the earlier one, and both halves of a wide character go', () => {
    expect(textOf(compose(6, 1, drawn(0, '日本語'), drawn(1, 'x'))[0])).toBe(' x本語')
    expect(textOf(compose(6, 1, drawn(0, '日本語'), drawn(2, 'x'))[0])).toBe('日x 語')
    expect(textOf(compose(6, 1, drawn(0, '日本語'), drawn(1, '文'))[0])).toBe(' 文 語')
  })

  test('a combining mark at the start of a span joins the character before it', () => {
    const line = [span('日'), span('\u0301b')]
    expect(compose(4, 1, { x: 0, y: 0, lines: [line] })[0]?.map(({ text }) => text)).toEqual(['日\u0301', '', 'b', ' '])
  })

  test('a combining mark that nothing stands before is left out', () => {
    expect(textOf(compose(3, 1, drawn(0, '\u0301ab'))[0])).toBe('ab ')
  })
})

test('every row has as many cells as the screen has columns', () => {
  const texts = fc.array(fc.constantFrom('a', '日', '😀', 'e\u0301', '\u0301', '─'), { maxLength: 8 })
  const drawings = fc.array(fc.record({ x: fc.nat(8), text: texts }), { maxLength: 5 })
  fc.assert(
    fc.property(drawings, fc.integer({ min: 1, max: 12 }), (all, columns) => {
      const [row] = compose(columns, 1, ...all.map(({ x, text }) => drawn(x, text.join(''))))
      expect(row).toHaveLength(columns)
      expect(cellWidth(textOf(row)!)).toBe(columns)
    }),
  )
})
