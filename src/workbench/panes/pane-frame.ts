import { fitLine, type Line, lineWidth, span } from '../display/line.ts'
import type { FramedBox } from '../layout/frame-boxes.ts'
import type { PaneView } from './pane-view.ts'

/** What a pane shows with its borders, row by row; neighbours draw the borders that they share alike. */
export function framePane(view: Title & Pick<PaneView, 'lines'>, { box, border }: FramedBox): readonly Line[] {
  if (border === null) return [titleLine(view, box.width, ['─', '─']), ...view.lines]
  const rows = view.lines.map((line, index): Line => {
    const [left, right] = border.sides[index]!
    return [span(left, 'border'), ...line, span(right, 'border')]
  })
  const foot = border.foot === null ? [] : [[span(border.foot, 'border')]]
  return [titleLine(view, box.width, border.top), ...rows, ...foot]
}

type Title = Pick<PaneView, 'title' | 'status'> & Partial<Pick<PaneView, 'position'>>

/** The title in the upper border; at its right the position and the status, as far as they have room. */
function titleLine(
  { title, status, position = [] }: Title,
  width: number,
  [left, right]: readonly [string, string],
): Line {
  const room = Math.max(0, width - 2)
  const both: Line =
    status.length > 0 && position.length > 0 ? [...position, span('─', 'border'), ...status] : [...position, ...status]
  const end = [both, status].find((line) => lineWidth(title) + lineWidth(line) + 1 <= room) ?? []
  const gap = room - lineWidth(title) - lineWidth(end)
  const middle: Line = gap >= 0 ? [...title, span('─'.repeat(gap), 'border'), ...end] : fitLine(title, room)
  return fitLine([span(left, 'border'), ...middle, span(right, 'border')], width)
}
