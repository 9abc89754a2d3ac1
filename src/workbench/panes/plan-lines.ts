import { memoize } from '../../memo/memoize.ts'
import type { MarkName } from '../../messages/names/mark.ts'
import { cellWidth } from '../../text/cells.ts'
import { fitEnd, fitMiddle, padEnd, padStart } from '../../text/fit.ts'
import { cursorSpan, markSpan } from '../display/glyphs.ts'
import { fitLine, grey, type Line, type Span, span, type Tone } from '../display/line.ts'
import { shownPlan } from '../layout/shown-plan.ts'
import { imageAndPlan, stepSizes } from '../rows/layer-origins.ts'
import { type PlanRow, planRows } from '../rows/plan-rows.ts'
import type { WorkbenchState } from '../state/state.ts'

/** The visible rows of the Plan pane. */
export function planLines(state: WorkbenchState, width: number, height: number): readonly Line[] {
  const { build, view } = state
  const rows = shownPlan(state)
  const all = planRows({ plan: build.plan, filter: view.filters.plan })
  const columns = planColumns({ rows: all, sizes: stepSizes(imageAndPlan(state)), width })
  const marked = stepsOfChosenEdit(state)
  const isOld = build.problem !== null || build.failure !== null
  return rows.slice(view.tops.plan, view.tops.plan + height).map((row) => {
    const line = planLine(row, columns, {
      isChosen: row.id === view.cursors.plan.id,
      isFocused: view.focus === 'plan',
      isMarked: marked.includes(row.id),
      isFresh: view.fresh.has(row.id),
    })
    return isOld ? grey(line) : line
  })
}

type Columns = {
  readonly width: number
  readonly line: number
  /** Width of the stages' names, so that the marks of folded ones stand in one column. */
  readonly stage: number
  readonly text: number
  readonly cause: number
  readonly size: number
  readonly sizes: ReadonlyMap<string, string>
}

type ColumnInputs = Pick<Columns, 'sizes' | 'width'> & { readonly rows: readonly PlanRow[] }

/** Mark, line number and instruction; then the cause and the layer's size, as far as there is room. */
const planColumns = memoize(({ rows, sizes, width }: ColumnInputs): Columns => {
  const lines = rows.map((row) => (row.kind === 'stage' ? 0 : row.line))
  const line = Math.max(2, String(Math.max(0, ...lines)).length)
  const stages = rows.map((row) => (row.kind === 'stage' ? cellWidth(row.name) : 0))
  const stage = Math.min(Math.floor(width / 3), Math.max(0, ...stages))
  const size = width >= 56 && sizes.size > 0 ? 9 : 0
  const room = width - 3 - line - 1 - size
  const texts = Math.max(0, ...rows.map((row) => (row.kind === 'stage' ? 0 : cellWidth(row.text))))
  const causes = Math.max(0, ...rows.map((row) => (row.kind === 'stage' ? 0 : cellWidth(row.cause))))
  // The instruction names the step, the cause is the answer: both keep at least their half when both are long.
  const wished = causes === 0 ? 0 : causes + 2
  const half = Math.floor(room / 2)
  const cause = Math.min(wished, Math.max(half, room - texts))
  return { width, line, stage, text: room - cause, cause, size, sizes }
})

type RowLook = {
  readonly isChosen: boolean
  readonly isFocused: boolean
  readonly isMarked: boolean
  readonly isFresh: boolean
}

function planLine(row: PlanRow, columns: Columns, look: RowLook): Line {
  if (row.kind === 'stage') {
    const remark = row.remark === '' ? [] : [span(`  ${row.remark}`, 'faint')]
    return fitLine([span(' '), span(row.name, 'accent', { bold: true }), ...remark], columns.width)
  }
  if (row.kind === 'fold') return foldLine(row, columns, look)
  const { tone, bold } = textLook(row.mark)
  const isBold = bold || look.isFresh
  const number = row.line === 0 ? '' : String(row.line)
  const parts: Span[] = [
    look.isMarked && !(look.isChosen && look.isFocused) ? span('▸', 'accent') : cursorSpan(look),
    markSpan(row.mark),
    span(padStart(number, columns.line + 1), 'faint'),
    span(' '),
  ]
  // A row without a cause has the room of one for its instruction.
  const text = row.cause === '' ? columns.text + columns.cause : columns.text
  parts.push(span(padEnd(fitEnd(row.text, text - 2), text), tone, { bold: isBold }))
  if (row.cause !== '') parts.push(...causeSpans(row, columns.cause, isBold))
  if (columns.size > 0) parts.push(span(`${padStart(sizeOf(row, columns), columns.size - 1)} `, 'faint'))
  return fitLine(parts, columns.width)
}

/** `✓ 28–45  6 cached`; of a whole stage its name, then the same. */
function foldLine(row: Extract<PlanRow, { kind: 'fold' }>, columns: Columns, look: RowLook): Line {
  const lines = row.line === 0 ? '' : row.lastLine > row.line ? `${row.line}–${row.lastLine}` : String(row.line)
  if (row.stage !== null) {
    const name = padEnd(fitEnd(row.stage, columns.stage), columns.stage)
    return fitLine(
      [
        cursorSpan(look),
        span(name, 'accent', { bold: true }),
        span(' '),
        markSpan(row.mark),
        span(` ${row.text}`, 'faint'),
      ],
      columns.width,
    )
  }
  return fitLine(
    [cursorSpan(look), markSpan(row.mark), span(`  ${lines}`, 'faint'), span(`  ${row.text}`, 'faint')],
    columns.width,
  )
}

/** The size of the layer that the step made in the image; a stage's first step is where its base stands. */
function sizeOf(row: Exclude<PlanRow, { kind: 'stage' | 'fold' }>, { sizes }: Columns): string {
  if (row.kind === 'step' && row.step.instruction === 'FROM') return 'base'
  return sizes.get(row.id) ?? ''
}

function causeSpans(row: Exclude<PlanRow, { kind: 'stage' | 'fold' }>, width: number, bold: boolean): Line {
  const room = width - 1
  const isPath = row.cause.includes('/') && !row.cause.startsWith('from ')
  const cause = isPath ? fitMiddlePath(row.cause, room) : fitEnd(row.cause, room)
  // Words keep the terminal's own color: yellow and cyan are unreadable on light terminals. The mark has the color.
  return [span(padEnd(cause, width), row.mark === 'busted' || row.mark === 'fails' ? 'plain' : 'faint', { bold })]
}

/** `src/checkout/cart.ts modified`: the path gives way, the word after it stays. */
function fitMiddlePath(cause: string, width: number): string {
  if (cellWidth(cause) <= width) return cause
  const words = cause.split(' ')
  const place = words.findIndex((word) => word.includes('/'))
  const rest = words.filter((_, index) => index !== place).join(' ')
  const room = width - cellWidth(rest) - 1
  if (room < 8) return fitMiddle(words[place]!, width)
  words[place] = fitMiddle(words[place]!, room)
  return fitEnd(words.join(' '), width)
}

/** What re-runs stands out, what stays cached is quiet, what makes no layer more so. */
function textLook(mark: MarkName): { readonly tone: Tone; readonly bold: boolean } {
  switch (mark) {
    case 'busted':
    case 'fails':
      return { tone: 'plain', bold: true }
    case 'inherited':
    case 'depends':
    case 'cached':
      return { tone: 'plain', bold: false }
    case 'checking':
    case 'metadata':
    case 'blank':
      return { tone: 'faint', bold: false }
  }
}

/** Steps that the edit under the cursor busts, while the Edits pane has the focus. */
function stepsOfChosenEdit({ build, view }: WorkbenchState): readonly string[] {
  if (view.focus !== 'edits') return []
  const described = build.edits.find(({ edit }) => `edit:${edit.id}` === view.cursors.edits.id)
  return described?.edit.verdict.kind === 'busts' ? described.edit.verdict.steps : []
}
