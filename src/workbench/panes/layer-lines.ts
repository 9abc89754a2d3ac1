import { padEnd, padStart } from '../../text/fit.ts'
import { formatSize } from '../../text/format-size.ts'
import { bar, cursorSpan, markSpan } from '../display/glyphs.ts'
import { fitLine, grey, type Line, span } from '../display/line.ts'
import type { LayerRow } from '../rows/layer-rows.ts'
import { shownLayers } from '../rows/shown-layers.ts'
import type { WorkbenchState } from '../state/state.ts'

/** The visible rows of the Layers pane. */
export function layerLines(state: WorkbenchState, width: number, height: number): readonly Line[] {
  const { image, view } = state
  const rows = shownLayers(state)
  const columns = {
    width,
    bar: width < 48 ? 0 : Math.min(20, Math.max(8, Math.floor(width / 6))),
    origin: rows.some((row) => row.kind === 'layer' && row.origin !== '') ? 8 : 0,
    digest: width >= 100 ? 14 : width >= 72 ? 8 : 0,
  }
  return rows.slice(view.tops.layers, view.tops.layers + height).map((row) => {
    const line = layerLine(row, columns, {
      isChosen: row.id === view.cursors.layers.id,
      isFocused: view.focus === 'layers',
    })
    return image.details.status === 'failed' ? grey(line) : line
  })
}

type Columns = { readonly width: number; readonly bar: number; readonly origin: number; readonly digest: number }

function layerLine(
  row: LayerRow,
  columns: Columns,
  look: { readonly isChosen: boolean; readonly isFocused: boolean },
): Line {
  const indent = columns.origin + columns.bar + (columns.bar > 0 ? 1 : 0) + 8 + columns.digest
  if (row.kind === 'metadata')
    return fitLine(
      [cursorSpan(look), span(' '), span(' '.repeat(indent)), markSpan('metadata'), span(` ${row.command}`, 'faint')],
      columns.width,
    )
  return fitLine(
    [
      cursorSpan(look),
      span(' '),
      span(padEnd(row.origin, columns.origin), 'accent'),
      ...(columns.bar > 0 ? [span(`${bar(row.share, columns.bar)} `, row.origin === 'base' ? 'faint' : 'info')] : []),
      span(padStart(formatSize(row.size), 8)),
      span(
        columns.digest === 0 ? '' : padEnd(`  ${fitDigest(row.digest, columns.digest - 2)}`, columns.digest),
        'faint',
      ),
      ...(row.isUnreadable ? [span('  unreadable', 'bad')] : []),
      span(`  ${row.command}`, row.origin === 'base' ? 'faint' : 'plain'),
    ],
    columns.width,
  )
}

/** A digest is cut without an ellipsis: any start of it names the layer. */
function fitDigest(digest: string, width: number): string {
  return digest.slice(0, width)
}
