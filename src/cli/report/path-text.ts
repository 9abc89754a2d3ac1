import type { PathReport } from '../../session/context-report/path-report.ts'
import type { ReportedBuild } from '../../sources/files/build/read-context.ts'
import { countOf } from '../../text/format-count.ts'
import { printable } from '../../text/printable.ts'
import { type Line, span } from '../../workbench/display/line.ts'
import { paintLine } from './paint-line.ts'
import type { TextStyle } from './plan-text.ts'
import { namedLines } from './reader-lines.ts'

/**
 * Why a build sends or reads one path, for people.
 *
 * @returns lines that fit, each ended by a newline
 */
export function pathText(result: ReportedBuild & { readonly report: PathReport }, style: TextStyle): string {
  const { report } = result
  const rows: readonly (readonly [title: string, text: string])[] = [
    ['sent', sentText(result)],
    ...readRows(report),
    ['a change', changeText(report)],
  ]
  const lines: Line[] = [
    [span(printable(headText(result)), 'accent')],
    ...rows.map(([title, text]): Line => [span(`  ${title.padEnd(9)}`, 'faint'), span(printable(text))]),
  ]
  return lines.map((line) => `${paintLine(line, style)}\n`).join('')
}

function headText({ report: { path, kind, context } }: { readonly report: PathReport }): string {
  const shown = path === '' ? 'the context' : kind === 'directory' ? `${path}/` : path
  const inContext = context === '' ? '' : ` of the context ${context}`
  return `${shown}${inContext}${kind === null ? ' (not there: told as if it were added)' : ''}`
}

function sentText({ ignoreFile, report: { sent, rule } }: ReportedBuild & { readonly report: PathReport }): string {
  const line = rule === null ? '' : `${rule.file}:${rule.line} (${rule.pattern})`
  switch (sent) {
    case 'ignored':
      return rule === null ? 'no' : `no: ${line} leaves it out`
    case 'partly':
      return rule === null ? 'in part: the ignore file leaves some of it out' : `in part: see ${line}`
    case 'unasked':
      return 'no: no step of this target asks for it'
    case 'yes':
      if (rule !== null) return `yes: ${line} takes it back in`
      return ignoreFile === null ? 'yes: there is no ignore file' : `yes: no line of ${ignoreFile} leaves it out`
  }
}

function readRows({ readBy }: PathReport): readonly (readonly [title: string, text: string])[] {
  if (readBy.length === 0) return [['read by', 'no step']]
  return readBy.map(({ line, vertex }, index) => [
    index === 0 ? 'read by' : '',
    line > 0 ? `line ${line}  ${vertex}` : vertex,
  ])
}

function changeText({ change: { rebuilt, depends, steps } }: PathReport): string {
  if (rebuilt.length + depends.length === 0) return 'of it re-runs nothing'
  const may = depends.length === 0 ? '' : `, ${depends.length} may`
  const runs = `re-runs ${rebuilt.length} of ${countOf(steps, 'step')}${may}`
  const first = rebuilt[0] ?? depends[0]
  return `of it ${runs}: from ${namedLines([first!])} on`
}
