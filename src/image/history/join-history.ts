import type { HistoryRow, LayerSummary } from '../model/image.ts'
import { historyCommand } from './history-command.ts'

/** A line of an image's history as its source gives it, oldest first. */
export type HistoryEntry = {
  readonly createdBy: string
  readonly createdAt: string | null
  /** Metadata only: `empty_layer` of the image configuration. */
  readonly empty: boolean
}

/**
 * Joins history and layers, both lowest first: the n-th line that made a layer made layer n. History may be missing or
 * short: layers without a line have an empty command; lines without a layer count as metadata.
 */
export function joinHistory(
  rows: readonly HistoryEntry[],
  layers: readonly Pick<LayerSummary, 'diffId' | 'digest' | 'size'>[],
): { readonly layers: readonly LayerSummary[]; readonly history: readonly HistoryRow[] } {
  let next = 0
  const history = rows.map(({ createdBy, createdAt, empty }): HistoryRow => {
    const layer = empty || next === layers.length ? null : next++
    return { command: historyCommand(createdBy), createdAt, layer }
  })
  const makers = new Map(history.map((row) => [row.layer, row]))
  return {
    history,
    layers: layers.map(({ diffId, digest, size }, index) => {
      const maker = makers.get(index)
      return { index, diffId, digest, size, command: maker?.command ?? '', createdAt: maker?.createdAt ?? null }
    }),
  }
}
