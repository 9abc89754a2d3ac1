import { memoize } from '../../memo/memoize.ts'
import { cellWidth } from '../../text/cells.ts'
import { fitEnd, padEnd, padStart } from '../../text/fit.ts'
import { countOf } from '../../text/format-count.ts'
import { cursorSpan, markSpan } from '../display/glyphs.ts'
import { fitLine, type Line, span } from '../display/line.ts'
import { type StageRow, stageRows } from '../rows/stage-rows.ts'
import type { WorkbenchState } from '../state/state.ts'

/** The visible rows of Plan / Stages: name, what it feeds by which lines, steps, state. */
export function stageLines(state: WorkbenchState, width: number, height: number): readonly Line[] {
  const { build, view } = state
  const rows = stageRows({ plan: build.plan })
  const columns = columnsOf({ rows, width })
  return rows.slice(view.tops.plan, view.tops.plan + height).map((row) => {
    const look = { isChosen: row.id === view.cursors.plan.id, isFocused: view.focus === 'plan' }
    return fitLine(
      [
        cursorSpan(look),
        span(padStart(String(row.line), columns.line), 'faint'),
        span(' '),
        span(padEnd(fitEnd(row.name, columns.name), columns.name), 'plain', { bold: row.isNeeded }),
        span(padEnd(fitEnd(placeOf(row), columns.feeds - 2), columns.feeds), 'faint'),
        span(padStart(row.isNeeded ? countOf(row.steps, 'step') : '', 9), 'faint'),
        span('  '),
        ...(row.isNeeded ? [markSpan(row.mark), span(` ${stateOf(row)}`)] : []),
      ],
      width,
    )
  })
}

const columnsOf = memoize(({ rows, width }: { readonly rows: readonly StageRow[]; readonly width: number }) => {
  const line = Math.max(2, ...rows.map((row) => String(row.line).length)) + 1
  const states = Math.max(8, ...rows.map((row) => cellWidth(stateOf(row)) + 2))
  const longest = Math.max(6, ...rows.map(({ name }) => cellWidth(name)))
  const name = Math.min(longest + 2, Math.max(8, Math.floor(width / 3)))
  return { line, name, feeds: Math.max(10, width - 1 - line - 1 - name - 9 - 2 - states - 1) }
})

/** `→ builder 14, 16`; what nothing reads is the target, or not needed for it. */
function placeOf({ feeds, isTarget, isNeeded }: StageRow): string {
  const readers = feeds.map(({ name, lines }) => `${name} ${linesInWords(lines)}`).join(' · ')
  if (isTarget) return readers === '' ? '◀ target' : `◀ target, → ${readers}`
  if (!isNeeded) return readers === '' ? 'not needed' : `not needed, → ${readers}`
  return `→ ${readers}`
}

/** `14`, `43–49`, `6, 8`: runs of lines as a range. */
function linesInWords(lines: readonly number[]): string {
  const [first, last] = [lines[0]!, lines.at(-1)!]
  return lines.length > 2 ? `${first}–${last}` : lines.join(', ')
}

function stateOf({ mark, rebuilt, depends, steps }: StageRow): string {
  if (mark === 'fails') return 'fails'
  if (mark === 'checking') return 'checking'
  const parts = [...(rebuilt > 0 ? [`${rebuilt} re-run`] : []), ...(depends > 0 ? [`${depends} may`] : [])]
  return parts.length > 0 ? parts.join(', ') : steps === 0 ? '' : 'cached'
}
