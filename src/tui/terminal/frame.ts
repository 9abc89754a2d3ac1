import { cellWidth, graphemes } from '../../text/cells.ts'
import type { Line, Span } from '../../workbench/display/line.ts'

/** One cell of the screen. A wide character is followed by a cell with empty text. */
export type Cell = {
  readonly text: string
  /** Parameters of an SGR sequence: `1;34`. */
  readonly look: string
}

/** All cells of the screen, row by row. */
export type Frame = readonly (readonly Cell[])[]

export type Size = { readonly columns: number; readonly rows: number }

/** Lines and where the first one starts; columns and rows count from 0. */
export type Drawing = { readonly x: number; readonly y: number; readonly lines: readonly Line[] }

/** What the terminal at hand can show. */
export type Display = {
  /** How a span looks, as parameters of an SGR sequence. */
  readonly lookOf: (span: Span) => string
  /** The same text in characters that the terminal has, each as wide as before. */
  readonly encode: (text: string) => string
}

export const blank: Cell = { text: ' ', look: '' }

export function isSameCell(a: Cell, b: Cell): boolean {
  return a.text === b.text && a.look === b.look
}

/** Draws one after the other on an empty screen; what lies outside of it is cut. */
export function composeFrame(drawings: readonly Drawing[], { columns, rows }: Size, display: Display): Frame {
  const frame = Array.from({ length: rows }, () => emptyRow(columns))
  for (const { x, y, lines } of drawings) {
    for (const [index, line] of lines.entries()) {
      const row = frame[y + index]
      if (row !== undefined) drawLine(row, x, line, display)
    }
  }
  return frame
}

export function emptyRow(columns: number): Cell[] {
  return new Array<Cell>(columns).fill(blank)
}

function drawLine(row: Cell[], x: number, line: Line, { lookOf, encode }: Display): void {
  let column = x
  for (const part of line) {
    const look = lookOf(part)
    for (const text of graphemes(encode(part.text))) {
      const width = cellWidth(text)
      if (width === 0) {
        if (column > x) addMark(row, column - 1, text)
        continue
      }
      // Half of a wide character is never shown.
      if (column + width > row.length) return
      drawCharacter(row, column, { text, look }, width)
      column += width
    }
  }
}

/** A combining mark that starts a span belongs to the character before it, as terminals draw it. */
function addMark(row: Cell[], column: number, mark: string): void {
  const start = row[column]!.text === '' ? column - 1 : column
  const { text, look } = row[start]!
  row[start] = { text: text + mark, look }
}

function drawCharacter(row: Cell[], column: number, cell: Cell, width: number): void {
  // What stays of a wide character whose other half is drawn over is cleared.
  if (row[column]!.text === '') row[column - 1] = blank
  const end = column + width
  if (end < row.length && row[end]!.text === '') row[end] = blank
  row[column] = cell
  for (let half = column + 1; half < end; half++) row[half] = { text: '', look: cell.look }
}
