import { cellWidth } from '../../text/cells.ts'
import { fitMiddle, padEnd } from '../../text/fit.ts'
import { cursorSpan, markSpan } from '../display/glyphs.ts'
import { fitLine, type Line, span } from '../display/line.ts'
import { type EditRow, editRows } from '../rows/edit-rows.ts'
import type { WorkbenchState } from '../state/state.ts'

/** The visible rows of the Edits pane. */
export function editLines(state: WorkbenchState, width: number, height: number): readonly Line[] {
  const { build, view } = state
  const rows = editRows({ edits: build.edits, filter: view.filters.edits })
  const visible = rows.slice(view.tops.edits, view.tops.edits + height)
  const longest = Math.max(0, ...visible.map(({ described }) => cellWidth(described.path)))
  const path = Math.min(longest, Math.max(12, Math.floor(width * 0.36)))
  return visible.map((row) =>
    editLine(row, { width, path }, { isChosen: row.id === view.cursors.edits.id, isFocused: view.focus === 'edits' }),
  )
}

function editLine(
  { time, described }: EditRow,
  columns: { readonly width: number; readonly path: number },
  look: { readonly isChosen: boolean; readonly isFocused: boolean },
): Line {
  const showsTime = columns.width >= 48
  const used = 4 + (showsTime ? 9 : 0) + columns.path + 2
  const room = columns.width - used
  const isUnaffected = described.edit.verdict.kind === 'unaffected'
  return fitLine(
    [
      cursorSpan(look),
      ...(showsTime ? [span(` ${time}`, 'faint')] : []),
      span(' '),
      markSpan(described.mark),
      span(` ${padEnd(fitMiddle(described.path, columns.path), columns.path)}  `, 'plain', { bold: !isUnaffected }),
      span(cellWidth(described.text) <= room ? described.text : described.short, isUnaffected ? 'faint' : 'plain'),
    ],
    columns.width,
  )
}
