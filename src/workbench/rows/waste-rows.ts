import type { Waste } from '../../image/analysis/waste.ts'
import { fitMiddle } from '../../text/fit.ts'
import { countOf } from '../../text/format-count.ts'
import { formatSize } from '../../text/format-size.ts'
import { printable } from '../../text/printable.ts'
import { fitLine, type Line, span } from '../display/line.ts'
import { valueOf } from '../state/loaded.ts'
import type { WorkbenchState } from '../state/state.ts'

/** One path that is stored more often than it is shown, ready for a table. */
export type WasteRow = {
  readonly reclaimable: string
  readonly stored: string
  readonly layers: string
  readonly path: string
}

/** What can be said of the image as a whole, in rows that stand above the table. */
export function wasteSummary(state: WorkbenchState, width: number): readonly Line[] {
  const waste = wasteOf(state)
  if (waste === null) return [[span(' The image’s files are not read yet (4 reads them)', 'faint')]]
  const { efficiency, reclaimableBytes, paths } = waste
  const described: Line =
    reclaimableBytes === 0
      ? [span(' No wasted space: nothing is stored twice or deleted later.', 'good')]
      : [
          span(` ${formatSize(reclaimableBytes)}`, 'alert', { bold: true }),
          span(` (${countOf(paths.length, 'file')}) is wasted: later layers replace or delete it`),
        ]
  return [
    fitLine(described, width),
    fitLine([span(` efficiency ${(efficiency * 100).toFixed(1)} %, as dive counts`, 'faint')], width),
  ]
}

/** The paths with most to save, as many as a table of this height holds. */
export function wasteRows(state: WorkbenchState, width: number, height: number): readonly WasteRow[] {
  const count = Math.max(0, Math.min(maxRows, Math.floor((height - frameRows) / rowsOfOne)))
  const pathWidth = Math.max(8, width - otherColumns)
  return (wasteOf(state)?.paths ?? []).slice(0, count).map(({ path, layers, bytes, reclaimable }) => ({
    reclaimable: formatSize(reclaimable),
    stored: formatSize(bytes),
    layers: String(layers.length),
    path: fitMiddle(`/${printable(path)}`, pathWidth),
  }))
}

/** A table draws a line below each row, and its head. */
const rowsOfOne = 2
const frameRows = 3
/** It measures and draws every row: enough to act on is enough. */
const maxRows = 20
/** Borders, padding and the columns before the path. */
const otherColumns = 42

function wasteOf(state: WorkbenchState): Waste | null {
  return valueOf(state.image.files)?.waste ?? null
}
