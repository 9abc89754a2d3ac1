import type { Image } from '../../image/model/image.ts'
import { fitEnd, padStart } from '../../text/fit.ts'
import { countOf } from '../../text/format-count.ts'
import { formatSize } from '../../text/format-size.ts'
import { oneLine, printable } from '../../text/printable.ts'
import { span } from '../../workbench/display/line.ts'
import { paintLine } from './paint-line.ts'
import type { TextStyle } from './plan-text.ts'

/** An image's layers, lowest first, for people; metadata-only rows of its history in their place. */
export function imageText(image: Image, style: TextStyle): string {
  const sizes = image.layers.map(({ size }) => formatSize(size))
  const width = Math.max(4, ...sizes.map((size) => size.length))
  const rows = image.history.map(({ command, layer }) => {
    const size = padStart(layer === null ? '·' : (sizes[layer] ?? ''), width)
    const text = fitEnd(oneLine(command), style.columns - width - 4)
    return [span(`  ${size}  `, 'faint'), span(text, layer === null ? 'faint' : 'plain')]
  })
  const head = [
    span(printable(image.ref), 'accent'),
    span(
      printable(`  ${image.platform}  ${countOf(image.layers.length, 'layer')}, ${formatSize(image.size)}`),
      'faint',
    ),
  ]
  return [head, ...rows].map((line) => `${paintLine(line, style)}\n`).join('')
}
