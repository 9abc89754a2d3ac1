import type { LayerOrigin } from '../../image/history/match-layers.ts'
import type { Image } from '../../image/model/image.ts'
import { unreadableLayers } from '../../image/model/image-warning.ts'
import { memoize } from '../../memo/memoize.ts'
import { nameLayer } from '../../messages/names/name-layer.ts'
import { oneLine } from '../../text/printable.ts'
import { type ImageAndPlan, layerOrigins } from './layer-origins.ts'

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
      /** Whether it could not be read to its end. */
      readonly isUnreadable: boolean
      /** `base`, `line 12`, or empty where it cannot be told. */
      readonly origin: string
    }
  | {
      readonly kind: 'metadata'
      readonly id: string
      readonly selectable: true
      readonly command: string
    }

type LayerRowInputs = ImageAndPlan & { readonly metadataRows: boolean; readonly filter: string }

/** Layers from the lowest up, with the metadata-only rows of the history between them when asked for. */
export const layerRows = memoize(
  ({ image, plan, bases, metadataRows, filter }: LayerRowInputs): readonly LayerRow[] => {
    if (image === null) return []
    const wanted = filter.toLowerCase()
    return allRows(image, layerOrigins({ image, plan, bases }))
      .filter((row) => metadataRows || row.kind === 'layer')
      .filter((row) => wanted === '' || textOf(row).toLowerCase().includes(wanted))
  },
)

function allRows(image: Image, origins: readonly LayerOrigin[]): readonly LayerRow[] {
  const largest = Math.max(1, ...image.layers.map(({ size }) => size))
  const unreadable = unreadableLayers(image)
  const layerRow = (layer: number): LayerRow[] => {
    const summary = image.layers[layer]
    if (summary === undefined) return []
    return [
      {
        kind: 'layer',
        id: `layer:${layer}`,
        selectable: true,
        layer,
        size: summary.size,
        share: summary.size / largest,
        digest: summary.diffId.replace(/^sha256:/, '').slice(0, 12),
        command: oneLine(nameLayer(summary)),
        isUnreadable: unreadable.has(layer),
        origin: originInWords(origins[layer]),
      },
    ]
  }
  const described = new Set(image.history.flatMap(({ layer }) => (layer === null ? [] : [layer])))
  // An image without a full history still has its layers.
  const undescribed = image.layers.flatMap(({ index }) => (described.has(index) ? [] : layerRow(index)))
  const rows = image.history.flatMap((row, place): readonly LayerRow[] =>
    row.layer === null
      ? [{ kind: 'metadata', id: `history:${place}`, selectable: true, command: oneLine(row.command) }]
      : layerRow(row.layer),
  )
  return [...undescribed, ...rows]
}

function originInWords(origin: LayerOrigin | undefined): string {
  if (origin === undefined || origin.kind === 'unknown') return ''
  return origin.kind === 'base' ? 'base' : `line ${origin.line}`
}

function textOf(row: LayerRow): string {
  return row.kind === 'layer' ? `${row.origin} ${row.command} ${row.digest}` : row.command
}
