import type { Plan } from '../cache/plan.ts'
import type { Image } from '../image/image.ts'
import { oneLine } from '../text/printable.ts'
import { stepsOfLayers } from './layer-steps.ts'
import { remember } from './remember.ts'

/** A row of the Layers pane. */
export type LayerRow =
  | {
      readonly kind: 'layer'
      readonly id: string
      readonly selectable: true
      readonly layer: number
      readonly size: number
      /** Its size as a part of the largest layer's, 0 to 1. */
      readonly share: number
      readonly digest: string
      readonly command: string
      /** `base`, `line 12`, or empty where it cannot be told. */
      readonly origin: string
    }
  | {
      readonly kind: 'metadata'
      readonly id: string
      readonly selectable: true
      readonly command: string
    }

/** Layers from the lowest up, with the metadata-only rows of the history between them when asked for. */
export const layerRows = remember(
  (image: Image | null, plan: Plan | null, metadataRows: boolean, filter: string): readonly LayerRow[] => {
    if (image === null) return []
    const wanted = filter.toLowerCase()
    return allRows(image, plan)
      .filter((row) => metadataRows || row.kind === 'layer')
      .filter((row) => wanted === '' || textOf(row).toLowerCase().includes(wanted))
  },
)

function allRows(image: Image, plan: Plan | null): readonly LayerRow[] {
  const steps = stepsOfLayers(image, plan)
  const lowestOwn = Math.min(...steps.keys(), Number.POSITIVE_INFINITY)
  const largest = Math.max(1, ...image.layers.map(({ size }) => size))
  const layerRow = (layer: number): LayerRow[] => {
    const summary = image.layers[layer]
    if (summary === undefined) return []
    const step = steps.get(layer)
    const isBase = steps.size > 0 && layer < lowestOwn
    return [
      {
        kind: 'layer',
        id: `layer:${layer}`,
        selectable: true,
        layer,
        size: summary.size,
        share: summary.size / largest,
        digest: summary.diffId.replace(/^sha256:/, '').slice(0, 12),
        command: oneLine(summary.command.replace(/\s*# buildkit$/, '')),
        origin: step !== undefined ? `line ${step.line}` : isBase ? 'base' : '',
      },
    ]
  }
  const told = new Set(image.history.flatMap(({ layer }) => (layer === null ? [] : [layer])))
  // An image without a full history still has its layers.
  const untold = image.layers.flatMap(({ index }) => (told.has(index) ? [] : layerRow(index)))
  const rows = image.history.flatMap((row, place): readonly LayerRow[] =>
    row.layer === null
      ? [{ kind: 'metadata', id: `history:${place}`, selectable: true, command: oneLine(row.command) }]
      : layerRow(row.layer),
  )
  return [...untold, ...rows]
}

function textOf(row: LayerRow): string {
  return row.kind === 'layer' ? `${row.origin} ${row.command} ${row.digest}` : row.command
}
