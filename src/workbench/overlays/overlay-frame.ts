import { fitLine, type Line, span } from '../display/line.ts'
import type { Layout } from '../layout/layout.ts'
import { framePane } from '../panes/pane-frame.ts'
import type { Overlay, WorkbenchState } from '../state/state.ts'
import { overlayLines, overlayTitle } from './overlay-lines.ts'

/** What covers the panes, in a frame of its own. */
export function overlayFrame(state: WorkbenchState, overlay: Overlay, layout: Layout): readonly Line[] {
  const { body, framed } = layout
  if (body.height < 2) return []
  const side = framed ? 1 : 0
  const width = Math.max(0, body.width - 2 * side)
  const height = Math.max(0, body.height - 1 - side)
  const { title, status } = overlayTitle(state, overlay)
  const lines = overlayLines(state, overlay, width, height)
  const pane = { pane: 'detail' as const, box: body, inside: { x: body.x + side, y: body.y + 1, width, height } }
  const view = {
    title: [span(` ${title} `, 'accent', { bold: true, inverse: true })],
    status: status === '' ? [] : [span(` ${status} `, 'faint')],
    lines: Array.from({ length: height }, (_, place) => fitLine(lines[place] ?? [], width)),
  }
  return framePane(view, pane, { ...layout, panes: [pane] })
}
