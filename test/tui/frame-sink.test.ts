import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Drawing } from '../../src/tui/terminal/frame.ts'
import { type Line, span, type Tone } from '../../src/workbench/display/line.ts'
import { sinkOn } from '../support/terminal/sink-on.ts'

/** A frame of whole rows. */
const rowsOf = (...rows: readonly (string | Line)[]): readonly Drawing[] => [
  { x: 0, y: 0, lines: rows.map((row) => (typeof row === 'string' ? [span(row)] : row)) },
]

test('a frame is on the screen as it was given', async () => {
  const { screen, sink } = sinkOn(20, 3)
  sink.show(rowsOf('one', [span('two', 'plain', { bold: true }), span(' three')], 'last'))
  await screen.drawn()
  expect(screen.lines()).toEqual(['one', 'two three', 'last'])
  expect([screen.cell(0, 1).bold, screen.cell(4, 1).bold]).toEqual([true, false])
})

test('only what differs is written', async () => {
  const { screen, sink } = sinkOn(80, 24)
  const rows = Array.from({ length: 24 }, (_, row) => `row ${row} ${'.'.repeat(60)}`)
  sink.show(rowsOf(...rows))
  const before = screen.bytesWritten()
  sink.show(rowsOf(...rows.map((row) => row.replace('row 7 ', 'ROW 7 '))))
  await screen.drawn()
  expect(screen.bytesWritten() - before).toBeLessThan(40)
  expect(screen.lines()[7]).toMatch(/^ROW 7 /)
})

test('the same frame again writes nothing', () => {
  const { screen, sink } = sinkOn(20, 3)
  sink.show(rowsOf('one', 'two'))
  const before = screen.bytesWritten()
  sink.show(rowsOf('one', 'two'))
  expect(screen.bytesWritten()).toBe(before)
})

test('after it is closed, nothing reaches the terminal', () => {
  const { screen, sink } = sinkOn(20, 3)
  sink.close()
  const before = screen.bytesWritten()
  sink.show(rowsOf('late'))
  sink.repaint()
  expect(screen.bytesWritten()).toBe(before)
})

test('a frame that was made for another size is cut to the screen', async () => {
  const { screen, sink } = sinkOn(20, 5)
  sink.show(rowsOf('abcdefghij', 'two', 'three', 'four', 'five'))
  await screen.drawn()
  screen.resizeTo(6, 3)
  sink.resize({ columns: 6, rows: 3 })
  sink.repaint()
  await screen.drawn()
  expect(screen.lines()).toEqual(['abcdef', 'two', 'three'])
})

const tones: readonly Tone[] = ['plain', 'good', 'alert', 'faint', 'accent', 'border']
const spans = fc.record({
  text: fc.array(fc.constantFrom('a', 'B ', '日', '─', '   ', 'e\u0301', '😀', '\u0301'), { maxLength: 5 }),
  tone: fc.constantFrom(...tones),
  bold: fc.boolean(),
  inverse: fc.boolean(),
})
const lines = fc
  .array(spans, { maxLength: 5 })
  .map((parts) => parts.map(({ text, tone, bold, inverse }) => span(text.join(''), tone, { bold, inverse })))
const drawings = fc.array(
  fc.record({
    x: fc.integer({ min: 0, max: 12 }),
    y: fc.integer({ min: 0, max: 6 }),
    lines: fc.array(lines, { minLength: 1, maxLength: 6 }),
  }),
  { minLength: 1, maxLength: 4 },
)
const steps = fc.array(
  fc.record({
    drawings,
    size: fc.option(fc.record({ columns: fc.integer({ min: 3, max: 30 }), rows: fc.integer({ min: 2, max: 8 }) })),
  }),
  { minLength: 1, maxLength: 10 },
)

test('after any frames and resizes the screen equals the last frame drawn alone', async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (sequence) => {
      const { screen, sink } = sinkOn(20, 5)
      let size = { columns: 20, rows: 5 }
      for (const step of sequence) {
        if (step.size !== null) {
          size = step.size
          await screen.drawn()
          screen.resizeTo(size.columns, size.rows)
          sink.resize(size)
        }
        sink.show(step.drawings)
      }
      const alone = sinkOn(size.columns, size.rows)
      alone.sink.show(sequence.at(-1)!.drawings)
      await Promise.all([screen.drawn(), alone.screen.drawn()])
      const picture = (of: typeof screen) =>
        of.lines().flatMap((_, row) => Array.from({ length: size.columns }, (__, column) => of.cell(column, row)))
      expect(picture(screen)).toEqual(picture(alone.screen))
    }),
    { numRuns: 60 },
  )
})
