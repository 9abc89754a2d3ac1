import { fitLine, type Line, lineWidth, span } from '../display/line.ts'
import type { Layout, PaneBox } from '../layout/layout.ts'
import type { PaneView } from './pane-view.ts'

/** A pane with its borders, row by row; neighbours draw the borders that they share alike. */
export function framePane(view: PaneView, pane: PaneBox, layout: Layout): readonly Line[] {
  const { box } = pane
  if (!layout.framed) return [titleLine(view, box.width, '─', '─'), ...view.lines]
  const edge = (x: number, y: number) => span(borderAt(layout.panes, x, y), 'border')
  const left = box.x
  const right = box.x + box.width - 1
  const bottom = box.y + box.height - 1
  const rows = view.lines.map((line, place): Line => {
    const y = pane.inside.y + place
    return [edge(left, y), ...line, edge(right, y)]
  })
  const top = titleLine(view, box.width, borderAt(layout.panes, left, box.y), borderAt(layout.panes, right, box.y))
  const isShared = layout.panes.some(
    (other) => other !== pane && other.box.y === bottom && other.box.x === left && other.box.width === box.width,
  )
  if (isShared) return [top, ...rows]
  const foot = Array.from({ length: box.width }, (_, column) => borderAt(layout.panes, left + column, bottom)).join('')
  return [top, ...rows, [span(foot, 'border')]]
}

/** The title in the upper border, and at its right the status, as long as both have room. */
function titleLine({ title, status }: PaneView, width: number, left: string, right: string): Line {
  const room = Math.max(0, width - 2)
  const isStatusShown = lineWidth(title) + lineWidth(status) + 1 <= room
  const end = isStatusShown ? status : []
  const gap = room - lineWidth(title) - lineWidth(end)
  const middle: Line = gap >= 0 ? [...title, span('─'.repeat(gap), 'border'), ...end] : fitLine(title, room)
  return fitLine([span(left, 'border'), ...middle, span(right, 'border')], width)
}

/** The border glyph of a cell, from the borders that meet there. */
function borderAt(panes: readonly PaneBox[], x: number, y: number): string {
  const isOn = (holds: (pane: PaneBox) => boolean) => panes.some(holds)
  const up = isOn((pane) => onSide(pane, x) && y > pane.box.y && y <= lastRow(pane))
  const down = isOn((pane) => onSide(pane, x) && y >= pane.box.y && y < lastRow(pane))
  const left = isOn((pane) => onLevel(pane, y) && x > pane.box.x && x <= lastColumn(pane))
  const right = isOn((pane) => onLevel(pane, y) && x >= pane.box.x && x < lastColumn(pane))
  return glyphs[`${Number(up)}${Number(right)}${Number(down)}${Number(left)}`] ?? ' '
}

const lastRow = ({ box }: PaneBox) => box.y + box.height - 1
const lastColumn = ({ box }: PaneBox) => box.x + box.width - 1
const onSide = (pane: PaneBox, x: number) => x === pane.box.x || x === lastColumn(pane)
const onLevel = (pane: PaneBox, y: number) => y === pane.box.y || y === lastRow(pane)

/** Which sides are joined: up, right, down, left. */
const glyphs: Readonly<Record<string, string>> = {
  '1010': '│',
  '0101': '─',
  '0110': '┌',
  '0011': '┐',
  '1100': '└',
  '1001': '┘',
  '1110': '├',
  '1011': '┤',
  '0111': '┬',
  '1101': '┴',
  '1111': '┼',
}
