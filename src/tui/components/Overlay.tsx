import type { Layout } from '../../workbench/layout.ts'
import { fitLine, span } from '../../workbench/line.ts'
import { overlayLines, overlayTitle } from '../../workbench/overlay-lines.ts'
import { framePane } from '../../workbench/pane-frame.ts'
import type { Overlay as OverlayState, WorkbenchState } from '../../workbench/state.ts'
import type { Theme } from '../theme.ts'
import { Rows } from './Rows.tsx'

type OverlayProps = {
  readonly state: WorkbenchState
  readonly overlay: OverlayState
  readonly layout: Layout
  readonly theme: Theme
}

/** Help, the image list or an opened file, in place of the panes. */
export function Overlay({ state, overlay, layout, theme }: OverlayProps) {
  const { body, framed } = layout
  const side = framed ? 1 : 0
  const width = Math.max(0, body.width - 2 * side)
  const height = Math.max(0, body.height - 1 - side)
  const { title, status } = overlayTitle(state, overlay)
  const lines = overlayLines(state, overlay, width, height)
  const pane = {
    pane: 'detail' as const,
    box: body,
    inside: { x: body.x + side, y: body.y + 1, width, height },
  }
  const view = {
    title: [span(` ${title} `, 'accent', { bold: true, inverse: true })],
    status: status === '' ? [] : [span(` ${status} `, 'faint')],
    lines: Array.from({ length: height }, (_, place) => fitLine(lines[place] ?? [], width)),
  }
  return <Rows at={body} lines={framePane(view, pane, { ...layout, panes: [pane] })} theme={theme} />
}
