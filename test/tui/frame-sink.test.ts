import fc from 'fast-check'
import { expect, test } from 'vitest'
import { enterScreen } from '../../src/tui/terminal/control-sequences.ts'
import { createFrameSink } from '../../src/tui/terminal/frame-sink.ts'
import { emulateScreen } from '../support/terminal/emulate-screen.ts'

function sinkOn(columns: number, rows: number) {
  const screen = emulateScreen(columns, rows)
  screen.write(enterScreen)
  const sink = createFrameSink({ size: { columns, rows }, write: screen.write })
  return { screen, sink }
}

test('a frame is on the screen as it was given', async () => {
  const { screen, sink } = sinkOn(20, 3)
  sink.show('one\n\x1b[1mtwo\x1b[22m three\nlast')
  await screen.drawn()
  expect(screen.lines()).toEqual(['one', 'two three', 'last'])
  expect([screen.cell(0, 1).bold, screen.cell(4, 1).bold]).toEqual([true, false])
})

test('only what differs is written', async () => {
  const { screen, sink } = sinkOn(80, 24)
  const rows = Array.from({ length: 24 }, (_, row) => `row ${row} ${'.'.repeat(60)}`)
  sink.show(rows.join('\n'))
  const before = screen.bytesWritten()
  sink.show(rows.map((row) => row.replace('row 7 ', 'ROW 7 ')).join('\n'))
  await screen.drawn()
  expect(screen.bytesWritten() - before).toBeLessThan(40)
  expect(screen.lines()[7]).toMatch(/^ROW 7 /)
})

test('the same frame again writes nothing', () => {
  const { screen, sink } = sinkOn(20, 3)
  sink.show('one\ntwo')
  const before = screen.bytesWritten()
  sink.show('one\ntwo')
  expect(screen.bytesWritten()).toBe(before)
})

test('after it is closed, nothing reaches the terminal', () => {
  const { screen, sink } = sinkOn(20, 3)
  sink.close()
  const before = screen.bytesWritten()
  sink.show('late')
  sink.repaint()
  expect(screen.bytesWritten()).toBe(before)
})

const texts = fc
  .array(
    fc.constantFrom(
      'a',
      'B ',
      '日',
      '─',
      '\x1b[1m',
      '\x1b[22m',
      '\x1b[31m',
      '\x1b[39m',
      '\x1b[7m',
      '\x1b[27m',
      '   ',
      'é',
    ),
    {
      maxLength: 12,
    },
  )
  .map((parts) => parts.join(''))
const steps = fc.array(
  fc.record({
    rows: fc.array(texts, { minLength: 1, maxLength: 8 }),
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
        sink.show(step.rows.join('\n'))
      }
      const alone = sinkOn(size.columns, size.rows)
      alone.sink.show(sequence.at(-1)!.rows.join('\n'))
      await Promise.all([screen.drawn(), alone.screen.drawn()])
      const picture = (of: typeof screen) =>
        of.lines().flatMap((_, row) => Array.from({ length: size.columns }, (__, column) => of.cell(column, row)))
      expect(picture(screen)).toEqual(picture(alone.screen))
    }),
    { numRuns: 60 },
  )
})
