import { cellWidth } from '../../text/cells.ts'
import { beginFrame, clearScreen, clearToEnd, endFrame, moveTo, resetLook, toColumn } from './control-sequences.ts'
import {
  blank,
  type Cell,
  composeFrame,
  type Display,
  type Drawing,
  emptyRow,
  type Frame,
  isSameCell,
  type Size,
} from './frame.ts'

/**
 * Puts whole frames on the screen by writing only the cells that differ from the frame before. Ink 6.8's own output
 * rewrites the whole screen for every change, and its incremental mode leaves rows behind.
 */
export interface FrameSink {
  /** Shows a frame: everything that is on the screen. */
  show(drawings: readonly Drawing[]): void
  resize(size: Size): void
  /** Redraws everything: after the terminal was given back, or when something else wrote to it. */
  repaint(): void
  /** Nothing is written from here on. */
  close(): void
}

export type FrameSinkOptions = {
  readonly size: Size
  readonly display: Display
  readonly write: (text: string) => void
}

export function createFrameSink({ size: firstSize, display, write }: FrameSinkOptions): FrameSink {
  let size = firstSize
  let wanted: readonly Drawing[] = []
  /** Null: the screen may hold anything. */
  let shown: Frame | null = null
  let isClosed = false

  const paint = () => {
    const frame = composeFrame(wanted, size, display)
    const empty = emptyRow(size.columns)
    const changes = frame.map((row, index) => rowChange(shown?.[index] ?? empty, row, index)).join('')
    const text = shown === null ? clearScreen + changes : changes
    shown = frame
    if (text !== '') write(beginFrame + text + endFrame)
  }

  return {
    show(drawings) {
      if (isClosed) return
      wanted = drawings
      paint()
    },
    resize(newSize) {
      if (newSize.columns === size.columns && newSize.rows === size.rows) return
      size = newSize
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

/** What turns one row into the other; empty when they look the same. */
function rowChange(before: readonly Cell[], after: readonly Cell[], row: number): string {
  let first = after.findIndex((cell, column) => !isSameCell(cell, before[column]!))
  if (first < 0) return ''
  let last = after.findLastIndex((cell, column) => !isSameCell(cell, before[column]!))
  // Both halves of a wide character are written, and a half that was covered is cleared.
  while (first > 0 && (after[first]!.text === '' || before[first]!.text === '')) first--
  while (last + 1 < after.length && (after[last + 1]!.text === '' || before[last + 1]!.text === '')) last++
  const lastInk = after.findLastIndex((cell) => !isSameCell(cell, blank))
  const endsBlank = last > lastInk + 1
  const to = endsBlank ? Math.max(first - 1, lastInk) : last
  return moveTo(first, row) + cellsFrom(after, first, to) + (endsBlank ? clearToEnd : '')
}

function cellsFrom(cells: readonly Cell[], from: number, to: number): string {
  let text = ''
  let look = ''
  for (let column = from; column <= to; column++) {
    const cell = cells[column]!
    if (cell.text === '') continue
    if (cell.look !== look) {
      text += cell.look === '' ? resetLook : `\x1b[0;${cell.look}m`
      look = cell.look
    }
    if (isSimple.test(cell.text)) {
      text += cell.text
      continue
    }
    // Terminals differ in the width of such characters: the cells of a wide one are cleared first, and what follows is
    // put where it belongs.
    const width = cellWidth(cell.text)
    if (width > 1) text += ' '.repeat(width) + toColumn(column)
    text += cell.text
    if (column < to) text += toColumn(column + width)
  }
  return look === '' ? text : text + resetLook
}

// ASCII, box drawing and blocks have one cell in every terminal.
const isSimple = /^[\x20-\x7e\u2500-\u259f]$/
