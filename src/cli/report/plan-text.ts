import type { Plan, PlanStep } from '../../cache/model/plan/plan.ts'
import { stopReason } from '../../messages/causes/cause-label.ts'
import { explainStep } from '../../messages/explain-step.ts'
import { warningLines } from '../../messages/explain-warning.ts'
import { headline } from '../../messages/headline.ts'
import { type MarkName, markOf, marks } from '../../messages/names/mark.ts'
import { nameStep } from '../../messages/names/name-step.ts'
import { describeBaseline, isEmptyBaseline } from '../../session/baselines/baseline-table.ts'
import { cellWidth } from '../../text/cells.ts'
import { fitEnd, padEnd, padStart } from '../../text/fit.ts'
import { formatCount } from '../../text/format-count.ts'
import { printable } from '../../text/printable.ts'
import { wrapWords } from '../../text/wrap.ts'
import { fitLine, type Line, type Span, span } from '../../workbench/display/line.ts'
import { type PlanRow, planRows } from '../../workbench/rows/plan-rows.ts'
import { paintLine } from './paint-line.ts'

export type TextStyle = {
  /** Cells that a line may take. */
  readonly columns: number
  readonly color: boolean
  /** Whether the reader's terminal can draw the marks. */
  readonly unicode: boolean
}

/**
 * The plan for people: the same words in the same order as the workbench, without boxes.
 *
 * @returns lines that fit, each ended by a newline
 */
export function planText(plan: Plan, style: TextStyle): string {
  const lines: Line[] = [
    ...headLines(plan, style),
    [],
    ...stepLines(plan, style),
    ...reasonLines(plan, style),
    ...linesOfWarnings(plan, style),
  ]
  return lines.map((line) => `${paintLine(line, style)}\n`).join('')
}

function headLines(plan: Plan, style: TextStyle): readonly Line[] {
  const name = plan.context.split('/').filter(Boolean).at(-1) ?? plan.context
  const { builder, frontend, daemon, insteadOf } = plan.rules
  const version = insteadOf === undefined ? daemon : `${insteadOf} (rules of ${daemon})`
  const rules =
    builder === 'legacy' ? 'classic builder' : `${builder} store, front end ${frontend}, BuildKit ${version}`
  const { mark, text } = headline(plan, null)
  return [
    fitLine(
      [
        span(printable(`${name}  ${plan.dockerfile}:${plan.target}`), 'accent'),
        span(printable(`  ${describeBaseline(plan.baseline)}`), 'faint'),
      ],
      style.columns,
    ),
    [span(fitEnd(rules, style.columns), 'faint')],
    ...wrapAfter([markSpan(mark, style), span(' ')], printable(text), 'plain', style.columns),
  ]
}

/** One row a step: mark, line, instruction, and the cause in a column of its own where there is room. */
function stepLines(plan: Plan, style: TextStyle): readonly Line[] {
  const rows = planRows({ plan, filter: '' })
  const numberWidth = Math.max(3, String(plan.steps.at(-1)?.endLine ?? 0).length)
  const left = 2 + 1 + 1 + numberWidth + 1
  const room = Math.max(10, style.columns - left)
  const texts = rows.map((row) => (row.kind === 'stage' ? 0 : cellWidth(row.text)))
  const causes = rows.map((row) => (row.kind === 'stage' ? 0 : cellWidth(row.cause)))
  const causeWidth = Math.min(Math.max(0, ...causes), Math.floor(room / 2))
  const textWidth = Math.min(Math.max(0, ...texts), causeWidth === 0 ? room : room - causeWidth - 2)
  return rows.map((row) => stepLine(row, { numberWidth, textWidth, causeWidth }, style))
}

function stepLine(
  row: PlanRow,
  widths: { readonly numberWidth: number; readonly textWidth: number; readonly causeWidth: number },
  style: TextStyle,
): Line {
  if (row.kind === 'stage') return [span(row.name, 'accent'), span(row.remark === '' ? '' : `  ${row.remark}`, 'faint')]
  const number = padStart(row.line > 0 ? String(row.line) : '', widths.numberWidth)
  const tone = row.kind === 'metadata' ? 'faint' : 'plain'
  const text = fitEnd(row.text, widths.textWidth)
  return [
    span('  '),
    markSpan(row.mark, style),
    span(` ${number} `, 'faint'),
    span(row.cause === '' ? text : padEnd(text, widths.textWidth), tone),
    span(row.cause === '' ? '' : `  ${fitEnd(row.cause, widths.causeWidth)}`, marks[row.mark].role),
  ]
}

/** The details that a row has no room for: the whole cause, and the files. */
function reasonLines(plan: Plan, style: TextStyle): readonly Line[] {
  const steps = plan.steps.filter((step) => needsReason(step, plan))
  const withFalls = steps.length <= mostListing
  return steps.flatMap((step) => reasonFor(step, plan, style, { withFalls }))
}

function needsReason(step: PlanStep, plan: Plan): boolean {
  if (step.status === 'depends') return true
  const mark = markOf(step)
  if (mark === 'fails') return stopReason(step) !== null
  // With an empty cache every step runs for the same reason, which the headline states.
  return mark === 'busted' && !isEmptyBaseline(plan.baseline)
}

function reasonFor(
  step: PlanStep,
  plan: Plan,
  style: TextStyle,
  { withFalls }: { readonly withFalls: boolean },
): readonly Line[] {
  const explanation = explainStep(step, plan)
  const { why, files } = explanation
  const falls = withFalls ? explanation.falls : []
  const title: Line = [
    markSpan(markOf(step), style),
    span(' '),
    span(fitEnd(printable(nameStep(step)), style.columns - 2)),
  ]
  const fileLines = files.length < 2 ? [] : files.map(({ text, change }) => fileLine(text, change, style))
  const fallLines =
    falls.length === 0 ? [] : indented(`re-runs with it: ${listed(falls.map(({ text }) => text))}`, style)
  return [[], title, ...indented(why, style), ...fileLines, ...fallLines]
}

/** At most this many steps list what re-runs with them. */
const mostListing = 200

/** Names of steps in one line of a report; the workbench lists them all. */
const mostNames = 20

function listed(names: readonly string[]): string {
  const more = names.length - mostNames
  return [...names.slice(0, mostNames), ...(more > 0 ? [`and ${formatCount(more)} more`] : [])].join(' · ')
}

function fileLine(text: string, change: string, style: TextStyle): Line {
  return [span(fitEnd(printable(`    ${text}${change === '' ? '' : `  ${change}`}`), style.columns))]
}

function linesOfWarnings(plan: Plan, style: TextStyle): readonly Line[] {
  const sign: Span = span(style.unicode ? '▲ ' : '! ', 'warn')
  return warningLines(plan).flatMap((warning, index) => [
    ...(index === 0 ? [[]] : []),
    ...wrapAfter([sign], printable(warning), 'plain', style.columns),
  ])
}

function markSpan(mark: MarkName, style: TextStyle): Span {
  const { glyph, ascii, role } = marks[mark]
  return span(style.unicode ? glyph : ascii, role)
}

function indented(text: string, style: TextStyle): readonly Line[] {
  return wrapAfter([span('  ')], printable(text.replace(/ {2,}/g, ' ')), 'plain', style.columns)
}

/** The text behind a start, its further lines below its own first column. */
function wrapAfter(start: Line, text: string, tone: 'plain' | 'faint', columns: number): readonly Line[] {
  const indent = start.reduce((width, part) => width + cellWidth(part.text), 0)
  return wrapWords(text, Math.max(10, columns - indent)).map((words, index) => [
    ...(index === 0 ? start : [span(' '.repeat(indent))]),
    span(words, tone),
  ])
}
