import { type ContextReport, type FileSum, sumOf } from '../../session/context-report/context-report.ts'
import { type Fate, type FoldedRow, foldFiles } from '../../session/context-report/fold-files.ts'
import type { ReportedBuild } from '../../sources/files/build/read-context.ts'
import { fitMiddle, padEnd, padStart } from '../../text/fit.ts'
import { countOf, formatCount } from '../../text/format-count.ts'
import { formatSize } from '../../text/format-size.ts'
import { printable } from '../../text/printable.ts'
import { type Line, lineWidth, span } from '../../workbench/display/line.ts'
import { paintLine } from './paint-line.ts'
import type { TextStyle } from './plan-text.ts'
import { readerLines } from './reader-lines.ts'

/**
 * What the contexts of a build hold, for people: paths that fare alike as one row, with the lines that take them or the
 * rule that leaves them out.
 *
 * @returns lines that fit, each ended by a newline
 */
export function contextText(result: ReportedBuild & { readonly report: ContextReport }, style: TextStyle): string {
  const { report } = result
  const names = [...new Set(report.files.map(({ context }) => context))]
  const parts = names.map((name) => ({
    name,
    rows: foldFiles(report.files.filter(({ context }) => context === name)).map((row) => cellsOf(row)),
  }))
  const widths = columnWidths(
    parts.flatMap(({ rows }) => rows),
    style,
  )
  const lines: Line[] = [
    headLine(result),
    ...parts.flatMap(({ name, rows }) => [
      ...(name === '' ? [] : [[span(`context ${name}`, 'accent')]]),
      rowLine(titles, widths, 'faint'),
      ...rows.map((row) => rowLine(row, widths, row.tone)),
    ]),
    totalLine(report),
  ]
  return lines.map((line) => `${paintLine(line, style)}\n`).join('')
}

type Cells = {
  readonly path: string
  readonly taken: string
  readonly size: string
  readonly more: string
  readonly tone: 'plain' | 'faint' | 'warn' | 'accent'
}

const titles: Cells = { path: 'path', taken: 'taken by', size: 'size', more: '', tone: 'faint' }

function headLine({ context, dockerfile, target, ignoreFile }: ReportedBuild): Line {
  const name = context.split('/').filter(Boolean).at(-1) ?? context
  return [
    span(printable(`${name}  ${dockerfile}:${target}`), 'accent'),
    span(printable(`  ${ignoreFile === null ? 'no ignore file' : `ignore file ${ignoreFile}`}`), 'faint'),
  ]
}

function cellsOf({ path, depth, alike, files, sizeBytes, fate }: FoldedRow): Cells {
  const name = depth === 0 ? path : path.slice(path.lastIndexOf('/', path.length - 2) + 1)
  const shown = alike === 1 ? name : `${name} and ${formatCount(alike - 1)} more`
  const count = path.endsWith('/') ? countOf(files, 'file') : ''
  const { taken, note, tone } = wordsOf(fate)
  return {
    path: `${'  '.repeat(depth)}${printable(shown)}`,
    taken: printable(taken),
    size: formatSize(sizeBytes),
    more: printable([count, note].filter((text) => text !== '').join('  ')),
    tone,
  }
}

function wordsOf(fate: Fate | null): Pick<Cells, 'taken' | 'tone'> & { readonly note: string } {
  switch (fate?.kind) {
    case undefined:
      return { taken: '', note: '', tone: 'accent' }
    case 'taken':
      return { taken: readerLines(fate.by), note: '', tone: 'plain' }
    case 'untaken':
      return { taken: 'no step', note: '', tone: 'faint' }
    case 'ignored':
      return {
        taken: 'ignored',
        note: fate.rule === null ? '' : `${fate.rule.file}:${fate.rule.line}`,
        tone: 'faint',
      }
  }
}

type Widths = Readonly<Record<'path' | 'taken' | 'size', number>>

function columnWidths(rows: readonly Cells[], { columns }: TextStyle): Widths {
  const widest = (key: 'path' | 'taken' | 'size' | 'more') =>
    Math.max(...[titles, ...rows].map((row) => lineWidth([span(row[key])])))
  const taken = Math.min(widest('taken'), 24)
  const size = widest('size')
  const left = columns - taken - size - Math.min(widest('more'), 40) - 6
  return { path: Math.min(widest('path'), Math.max(20, left)), taken, size }
}

function rowLine(row: Cells, widths: Widths, tone: Cells['tone']): Line {
  const taken = padEnd(fitMiddle(row.taken, widths.taken), widths.taken)
  const path = padEnd(fitMiddle(row.path, widths.path), widths.path)
  return [
    span(path, tone),
    span(`  ${taken}  ${padStart(row.size, widths.size)}`, tone),
    span(`  ${row.more}`, 'faint'),
  ]
}

function totalLine({ totals: { taken, untaken, ignored } }: ContextReport): Line {
  const kept = sumOf([taken, untaken])
  const parts = [
    `${sumText(kept)} in the context`,
    untaken.files > 0 ? `${sumText(untaken)} of them read by no step` : '',
    ignored.files > 0 ? `${sumText(ignored)} ignored` : '',
  ]
  return [span(parts.filter((part) => part !== '').join(' · '), 'accent')]
}

const sumText = ({ files, sizeBytes }: FileSum): string => `${countOf(files, 'file')}, ${formatSize(sizeBytes)}`
