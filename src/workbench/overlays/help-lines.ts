import { memoize } from '../../memo/memoize.ts'
import { marks } from '../../messages/names/mark.ts'
import { cellWidth } from '../../text/cells.ts'
import { padEnd } from '../../text/fit.ts'
import { wrapWords } from '../../text/wrap.ts'
import { commands } from '../commands/all-commands.ts'
import { cursorSpan, markSpan } from '../display/glyphs.ts'
import { type Line, span } from '../display/line.ts'
import { type HelpRow, keysOf, placesInWords } from './help-rows.ts'

/** A line of the help, and the row that it belongs to; null: a blank line. */
export type HelpLine = { readonly line: Line; readonly row: string | null }

type HelpInputs = {
  readonly rows: readonly HelpRow[]
  /** The row under the cursor. */
  readonly chosen: string | null
  readonly width: number
}

const keyWidth = Math.max(...commands.map((command) => cellWidth(keysOf(command)))) + 2

/** The rows of the help as lines: long descriptions wrap, sections are set apart. */
export const helpLines = memoize(({ rows, chosen, width }: HelpInputs): readonly HelpLine[] => {
  if (rows.length === 0) return [{ line: [span(' No key and no mark contains this text', 'faint')], row: null }]
  return rows.flatMap((row, index): readonly HelpLine[] => {
    const lines = linesOf(row, row.id === chosen, width).map((line): HelpLine => ({ line, row: row.id }))
    return row.kind === 'heading' && index > 0 ? [{ line: [], row: null }, ...lines] : lines
  })
})

function linesOf(row: HelpRow, isChosen: boolean, width: number): readonly Line[] {
  const cursor = cursorSpan({ isChosen, isFocused: true })
  switch (row.kind) {
    case 'heading':
      return [[span(` ${row.text}`, 'plain', { bold: true })]]
    case 'command': {
      const { command } = row
      const [first = '', ...more] = wrapWords(command.help + placesInWords(command), Math.max(1, width - keyWidth - 4))
      return [
        [cursor, span(`  ${padEnd(keysOf(command), keyWidth)}`, 'accent', { bold: true }), span(first)],
        ...more.map((line): Line => [span(`   ${' '.repeat(keyWidth)}${line}`)]),
      ]
    }
    case 'mark': {
      const [first = '', ...more] = wrapWords(marks[row.mark].meaning, Math.max(1, width - 7))
      return [
        [cursor, span('  '), markSpan(row.mark), span(`  ${first}`)],
        ...more.map((line): Line => [span(`      ${line}`)]),
      ]
    }
  }
}
