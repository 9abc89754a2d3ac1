import type { Image } from '../../image/model/image.ts'
import { formatImageReference } from '../../image/model/image-reference.ts'
import { describeImageWarning } from '../../messages/describe-image-warning.ts'
import { nameLayer } from '../../messages/names/name-layer.ts'
import { fitEnd, padStart } from '../../text/fit.ts'
import { countOf } from '../../text/format-count.ts'
import { formatSize } from '../../text/format-size.ts'
import { oneLine, printable } from '../../text/printable.ts'
import { type Line, span } from '../../workbench/display/line.ts'
import { paintLine } from './paint-line.ts'
import type { TextStyle } from './plan-text.ts'

/**
 * An image's layers, lowest first, for people; metadata-only rows of its history in their place. Sizes are those of the
 * files that a layer holds. Rows are cut to `style.columns`, which may be Infinity.
 */
export function imageText(image: Image, style: TextStyle): string {
  const sizes = image.layers.map(({ size }) => formatSize(size))
  const width = Math.max(4, ...sizes.map((size) => size.length))
  const row = (layer: number | null, command: string): Line => {
    const size = padStart(layer === null ? '·' : (sizes[layer] ?? ''), width)
    const text = oneLine(command)
    const fitted = Number.isFinite(style.columns) ? fitEnd(text, style.columns - width - 4) : text
    return [span(`  ${size}  `, 'faint'), span(fitted, layer === null ? 'faint' : 'plain')]
  }
  const layerRow = (layer: number): Line => row(layer, nameLayer(image.layers[layer]!))
  const withHistory = new Set(image.history.map(({ layer }) => layer))
  const head = [
    span(printable(formatImageReference(image.reference)), 'accent'),
    span(
      printable(`  ${image.platform}  ${countOf(image.layers.length, 'layer')}, ${formatSize(image.size)}`),
      'faint',
    ),
  ]
  const rows = [
    ...image.layers.flatMap(({ index }) => (withHistory.has(index) ? [] : [layerRow(index)])),
    ...image.history.map(({ command, layer }) => (layer === null ? row(null, command) : layerRow(layer))),
  ]
  const warnings = image.warnings.map((warning): Line => [span(oneLine(describeImageWarning(warning)), 'warn')])
  return [head, ...rows, ...warnings].map((line) => `${paintLine(line, style)}\n`).join('')
}
