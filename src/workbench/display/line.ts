import type { Role } from '../../messages/names/mark.ts'
import { cellWidth } from '../../text/cells.ts'
import { fitEnd } from '../../text/fit.ts'
import { printable } from '../../text/printable.ts'

/** A role a stretch of text plays on the screen: those of the marks, and those of the furniture. */
export type Tone = Role | 'accent' | 'border'

/** A stretch of printable text that looks the same all through. */
export type Span = {
  readonly text: string
  readonly tone: Tone
  readonly bold?: boolean
  readonly inverse?: boolean
}

/** One row of the screen, or of a pane. */
export type Line = readonly Span[]

/** Every row is made of spans, so this is where no foreign text can get past: whoever forgets to escape it is caught. */
export function span(text: string, tone: Tone = 'plain', style: { bold?: boolean; inverse?: boolean } = {}): Span {
  return { text: printable(text), tone, ...style }
}

export function lineWidth(line: Line): number {
  let width = 0
  for (const { text } of line) width += cellWidth(text)
  return width
}

/** The line in exactly `width` cells: cut at its end or filled up with blanks. */
export function fitLine(line: Line, width: number): Line {
  let left = Math.max(0, width)
  const fitted: Span[] = []
  for (const part of line) {
    const wide = cellWidth(part.text)
    if (wide > left) {
      const text = fitEnd(part.text, left)
      if (text !== '') fitted.push({ ...part, text })
      left -= cellWidth(text)
      return left > 0 ? [...fitted, span(' '.repeat(left))] : fitted
    }
    if (wide > 0) fitted.push(part)
    left -= wide
  }
  return left > 0 ? [...fitted, span(' '.repeat(left))] : fitted
}

/** Two lines at the two ends of one row; the left one is cut when both do not fit. */
export function spread(left: Line, right: Line, width: number): Line {
  const room = width - lineWidth(right)
  return room < 0 ? fitLine(right, width) : [...fitLine(left, room), ...right]
}

/** The same line, calm: for pictures that no longer hold. */
export function grey(line: Line): Line {
  return line.map(({ text }) => span(text, 'faint'))
}

export function textOf(line: Line): string {
  return line.map(({ text }) => text).join('')
}
