import type { LayerMark } from '../../image/model/image.ts'
import { type FileRow, fileRow } from '../../image/tree/file-list.ts'
import { padStart } from '../../text/fit.ts'
import { countOf } from '../../text/format-count.ts'
import { formatMode } from '../../text/format-mode.ts'
import { formatSize } from '../../text/format-size.ts'
import { printable } from '../../text/printable.ts'
import { cursorSpan } from '../display/glyphs.ts'
import { fitLine, type Line, span, spread, type Tone } from '../display/line.ts'
import { fileList } from '../rows/file-rows.ts'
import type { WorkbenchState } from '../state/state.ts'

/** The visible rows of the Files pane. */
export function fileLines(state: WorkbenchState, width: number, height: number): readonly Line[] {
  const list = fileList(state)
  if (list === null) return []
  const { view } = state
  const first = view.tops.files
  const count = Math.max(0, Math.min(height, list.nodes.length - first))
  return Array.from({ length: count }, (_, place) => {
    const row = fileRow(list, first + place)
    return fileLine(row, width, {
      isChosen: row.path === view.cursors.files.id,
      isFocused: view.focus === 'files',
      isStacked: view.stacked,
    })
  })
}

/** What a layer does to a path: a sign for those who see no colors. */
const signs: Readonly<Record<LayerMark, { readonly sign: string; readonly tone: Tone }>> = {
  added: { sign: '+', tone: 'good' },
  modified: { sign: '~', tone: 'warn' },
  removed: { sign: '-', tone: 'bad' },
  unchanged: { sign: ' ', tone: 'plain' },
}

function fileLine(
  row: FileRow,
  width: number,
  look: { readonly isChosen: boolean; readonly isFocused: boolean; readonly isStacked: boolean },
): Line {
  const { sign, tone } = signs[row.mark]
  const fold = row.fold === null ? ' ' : row.fold === 'open' ? '▾' : '▸'
  const name = printable(row.name) + (row.kind === 'directory' ? '/' : '')
  const target = targetOf(row)
  const link = target === '' ? [] : [span(printable(target), row.hiddenLink === null ? 'faint' : 'warn')]
  // A row counts what is seen with the layers below it: of a layer alone that would say too much.
  const hidden =
    row.fold === 'closed' && look.isStacked && width >= 60 ? [span(`  ${countOf(row.files, 'file')}`, 'faint')] : []
  const left: Line = [
    cursorSpan(look),
    span(sign, tone, { bold: true }),
    span(` ${'  '.repeat(row.depth)}${fold} `, 'faint'),
    // What is new is the rule in a layer; what changes or takes away something below it is the exception.
    span(name, row.mark === 'removed' || row.mark === 'modified' ? tone : 'plain', { bold: row.kind === 'directory' }),
    ...link,
    ...hidden,
  ]
  const right: Line = [
    ...(width >= 76 ? [span(padStart(ownership(row), 22), 'faint')] : []),
    span(`${padStart(formatSize(row.size), 9)} `, row.kind === 'directory' ? 'faint' : 'plain'),
  ]
  return fitLine(spread(left, right, width), width)
}

/** Where a link leads, or which one a directory hides. */
function targetOf({ kind, entry, hiddenLink }: FileRow): string {
  if (hiddenLink !== null) return ` hides the link → ${hiddenLink}`
  switch (kind) {
    case 'symlink':
      return ` → ${entry?.link ?? ''}`
    case 'hardlink':
      return ` ⇒ /${entry?.link ?? ''}`
    case 'char':
    case 'block':
      return ` ${entry?.link ?? ''}`
    case 'file':
    case 'directory':
    case 'fifo':
      return ''
  }
}

/** `-rwsr-xr-x 1000:1000`, as ls writes it. */
function ownership({ entry, kind }: FileRow): string {
  if (entry === null) return ''
  const letter = { file: '-', directory: 'd', symlink: 'l', hardlink: '-', char: 'c', block: 'b', fifo: 'p' }[kind]
  return `${letter}${formatMode(entry.mode)} ${entry.uid}:${entry.gid}`
}
