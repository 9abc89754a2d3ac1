import { fitLine, type Line, span } from '../display/line.ts'
import type { FramedBox } from '../layout/frame-boxes.ts'
import { framePane } from '../panes/pane-frame.ts'
import type { Overlay, WorkbenchState } from '../state/state.ts'
import { overlayLines, overlayTitle } from './overlay-lines.ts'

/** What covers the panes, in a frame of its own. */
export function overlayFrame(state: WorkbenchState, overlay: Overlay, at: FramedBox): readonly Line[] {
  const { width, height } = at.inside
  const { title, status } = overlayTitle(state, overlay)
  const lines = overlayLines(state, overlay, width, height)
  const view = {
    title: [span(` ${title} `, 'accent', { bold: true, inverse: true })],
    status: status === '' ? [] : [span(` ${status} `, 'faint')],
    lines: Array.from({ length: height }, (_, index) => fitLine(lines[index] ?? [], width)),
  }
  return framePane(view, at)
}
