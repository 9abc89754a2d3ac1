import type { IBufferCell, IBufferLine, Terminal } from '@xterm/headless'

/** The sixteen colors of a calm dark theme; terminals bring their own. */
const palette = [
  '#1c2128',
  '#e5534b',
  '#57ab5a',
  '#c69026',
  '#539bf5',
  '#b083f0',
  '#39c5cf',
  '#adbac7',
  '#545d68',
  '#ff938a',
  '#8ddb8c',
  '#f2cc60',
  '#96d0ff',
  '#dcbdfb',
  '#76e3ea',
  '#ffffff',
]
const ink = '#adbac7'
const paper = '#1c2128'
const cell = { width: 8.4, height: 17, size: 14 }
const margin = 12

type Look = {
  readonly color: string
  readonly background: string | null
  readonly bold: boolean
  readonly faint: boolean
}
type Run = { readonly column: number; readonly width: number; readonly text: string; readonly look: Look }

/** What a terminal emulator shows, as an SVG that needs nothing but a monospaced font. */
export function screenToSvg(terminal: Terminal, title: string): string {
  const width = round(terminal.cols * cell.width + 2 * margin)
  const height = terminal.rows * cell.height + 2 * margin
  const rows = Array.from({ length: terminal.rows }, (_, row) => {
    const line = terminal.buffer.active.getLine(terminal.buffer.active.viewportY + row)
    return line === undefined
      ? ''
      : runsOf(line, terminal.cols)
          .map((run) => drawRun(run, row))
          .join('')
  })
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escapeXml(title)}">`,
    `<rect width="${width}" height="${height}" rx="8" fill="${paper}"/>`,
    `<g font-family="ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace" font-size="${cell.size}" xml:space="preserve">`,
    ...rows.filter((row) => row !== ''),
    '</g>',
    '</svg>',
    '',
  ].join('\n')
}

/** Neighbouring cells of one look make one run; blanks without a background are left out. */
function runsOf(line: IBufferLine, columns: number): readonly Run[] {
  const runs: Run[] = []
  for (let column = 0; column < columns; ) {
    const first = line.getCell(column)!
    const look = lookOf(first)
    const begin = column
    let text = ''
    while (column < columns) {
      const next = line.getCell(column)!
      if (next.getWidth() > 0 && JSON.stringify(lookOf(next)) !== JSON.stringify(look)) break
      if (next.getWidth() > 0) text += next.getChars() || ' '
      column++
    }
    if (text.trim() !== '' || look.background !== null) runs.push({ column: begin, width: column - begin, text, look })
  }
  return runs
}

function lookOf(shown: IBufferCell): Look {
  const color = shown.isFgDefault() ? ink : paletteColor(shown.getFgColor())
  const background = shown.isBgDefault() ? null : paletteColor(shown.getBgColor())
  const style = { bold: shown.isBold() !== 0, faint: shown.isDim() !== 0 }
  return shown.isInverse()
    ? { color: background ?? paper, background: color, ...style }
    : { color, background, ...style }
}

function paletteColor(index: number): string {
  return palette[index] ?? ink
}

function drawRun({ column, width, text, look }: Run, row: number): string {
  const x = round(margin + column * cell.width)
  const y = margin + row * cell.height
  const wide = round(width * cell.width)
  const box =
    look.background === null
      ? ''
      : `<rect x="${x}" y="${y}" width="${wide}" height="${cell.height}" fill="${look.background}"/>`
  const styles = [
    `fill="${look.color}"`,
    ...(look.bold ? ['font-weight="bold"'] : []),
    ...(look.faint ? ['opacity="0.6"'] : []),
  ].join(' ')
  // textLength keeps the grid where the reader's font is a little wider or narrower.
  return `${box}<text x="${x}" y="${y + 12.5}" ${styles} textLength="${wide}">${escapeXml(text)}</text>`
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
