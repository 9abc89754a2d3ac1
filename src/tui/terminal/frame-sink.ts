import { cellWidth } from '../../text/cells.ts'
import { beginFrame, clearScreen, clearToEnd, endFrame, moveTo, resetLook, toColumn } from './control-sequences.ts'
import { blank, isSameCell, type StyledCell, styledCells } from './styled-cells.ts'

/**
 * Puts whole frames on the screen by writing only the cells that differ from the frame before. Ink 6.8's own output
 * rewrites the whole screen for every change, and its incremental mode leaves rows behind.
 */
export interface FrameSink {
  /** Shows a frame: rows separated by line feeds, looks as SGR sequences. */
  show(frame: string): void
  resize(size: Size): void
  /** Draws everything anew: after the terminal was given back, or when something else wrote to it. */
  repaint(): void
  /** Nothing is written from here on. */
  close(): void
}

type Size = { readonly columns: number; readonly rows: number }

export type FrameSinkOptions = {
  readonly size: Size
  readonly write: (text: string) => void
  /** Applied to every row: makes a frame for terminals that show less. */
  readonly adapt?: (row: string) => string
}

export function createFrameSink({ size, write, adapt = (row) => row }: FrameSinkOptions): FrameSink {
  let { columns, rows } = size
  let shown: readonly string[] | null = null
  let wanted = ''
  let isClosed = false

  const paint = () => {
    const lines = wanted.split('\n').slice(0, rows).map(adapt)
    while (lines.length < rows) lines.push('')
    const before = shown
    const changes = lines.map((line, row) => {
      if (before === null) return line === '' ? '' : rowChange(emptyRow(columns), styledCells(line, columns), row)
      if (line === before[row]) return ''
      return rowChange(styledCells(before[row] ?? '', columns), styledCells(line, columns), row)
    })
    shown = lines
    const text = (before === null ? clearScreen : '') + changes.join('')
    if (text !== '') write(beginFrame + text + endFrame)
  }

  return {
    show(frame) {
      if (isClosed) return
      wanted = frame
      paint()
    },
    resize(newSize) {
      if (newSize.columns === columns && newSize.rows === rows) return
      columns = newSize.columns
      rows = newSize.rows
      // What a terminal does with its rows when it changes size is its own affair.
      shown = null
    },
    repaint() {
      if (isClosed) return
      shown = null
      paint()
    },
    close() {
      isClosed = true
    },
  }
}

function emptyRow(columns: number): readonly StyledCell[] {
  return Array.from({ length: columns }, () => blank)
}

/** What turns one row into the other; empty when they look the same. */
function rowChange(before: readonly StyledCell[], after: readonly StyledCell[], row: number): string {
  let first = after.findIndex((cell, column) => !isSameCell(cell, before[column]!))
  if (first < 0) return ''
  let last = after.findLastIndex((cell, column) => !isSameCell(cell, before[column]!))
  // Both halves of a wide character are written, and a half that was covered is cleared.
  while (first > 0 && (after[first]!.text === '' || before[first]!.text === '')) first--
  while (last + 1 < after.length && (after[last + 1]!.text === '' || before[last + 1]!.text === '')) last++
  const lastInk = after.findLastIndex((cell) => !isSameCell(cell, blank))
  const endsBlank = last > lastInk + 1
  const to = endsBlank ? Math.max(first - 1, lastInk) : last
  return moveTo(first, row) + spellCells(after, first, to) + (endsBlank ? clearToEnd : '')
}

function spellCells(cells: readonly StyledCell[], from: number, to: number): string {
  let text = ''
  let look = ''
  for (let column = from; column <= to; column++) {
    const cell = cells[column]!
    if (cell.text === '') continue
    if (cell.look !== look) {
      text += cell.look === '' ? resetLook : `\x1b[0;${cell.look}m`
      look = cell.look
    }
    text += cell.text
    // Terminals differ in the width of such characters: what follows is put where it belongs.
    if (!isSimple.test(cell.text) && column < to) text += toColumn(column + Math.max(1, cellWidth(cell.text)))
  }
  return look === '' ? text : text + resetLook
}

// ASCII, box drawing and blocks have one cell in every terminal.
const isSimple = /^[\x20-\x7e\u2500-\u259f]$/
