import { cellWidth, graphemes } from '../../../src/text/cells.ts'
import { headerLine } from '../../../src/workbench/bars/header-line.ts'
import { headlineLines } from '../../../src/workbench/bars/headline-lines.ts'
import { hintLine } from '../../../src/workbench/bars/hint-line.ts'
import { type Line, textOf } from '../../../src/workbench/display/line.ts'
import type { Rectangle } from '../../../src/workbench/layout/frame-boxes.ts'
import { layoutOf } from '../../../src/workbench/layout/geometry.ts'
import { overlayFrame } from '../../../src/workbench/overlays/overlay-frame.ts'
import { framePane } from '../../../src/workbench/panes/pane-frame.ts'
import { paneView } from '../../../src/workbench/panes/pane-view.ts'
import { noticeLines } from '../../../src/workbench/rows/notice-lines.ts'
import type { WorkbenchState } from '../../../src/workbench/state/state.ts'

/** Every row of every part of the screen, with where it goes: the same parts in the same order as the program draws. */
export function screenParts(
  state: WorkbenchState,
): readonly { readonly at: Rectangle; readonly lines: readonly Line[] }[] {
  const layout = layoutOf(state)
  const { header, headline, notices, hints } = layout
  const { overlay } = state.view
  return [
    ...(header === null ? [] : [{ at: header, lines: [headerLine(state, header.width)] }]),
    { at: headline, lines: headlineLines(state, headline.width, headline.height) },
    ...(overlay === null
      ? layout.panes.map((pane) => ({
          at: pane.box,
          lines: framePane(paneView(state, pane, layout), pane),
        }))
      : layout.overlay === null
        ? []
        : [{ at: layout.overlay.box, lines: overlayFrame(state, overlay, layout.overlay) }]),
    { at: notices, lines: noticeLines(state, notices.width, notices.height) },
    ...(hints.height === 0 ? [] : [{ at: hints, lines: [hintLine(state, hints.width)] }]),
  ]
}

/** The screen as plain text, without Ink: what tests compare and drawings show. */
export function printScreen(state: WorkbenchState): string {
  const { columns, rows } = state.size
  const screen = Array.from({ length: rows }, () => new Array<string>(columns).fill(' '))
  for (const { at, lines } of screenParts(state)) {
    for (const [place, line] of lines.entries()) {
      let column = at.x
      for (const character of graphemes(textOf(line))) {
        const width = cellWidth(character)
        const row = screen[at.y + place]
        if (row !== undefined && column + width <= columns) {
          row[column] = character
          for (let more = 1; more < width; more++) row[column + more] = ''
        }
        column += width
      }
    }
  }
  return screen.map((row) => row.join('').trimEnd()).join('\n')
}
