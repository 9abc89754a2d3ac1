import type { Image } from '../model/image.ts'
import type { ImageTree } from '../tree/image-tree.ts'

/**
 * The image with the layer sizes that were measured by reading. Before that, a source may report the size of a packed
 * blob, or of blocks on a disk.
 */
export function withReadSizes(image: Image, tree: ImageTree): Image {
  const written = new Map(tree.root.totals.map((totals) => [totals.layer, totals.written]))
  const layers = image.layers.map((layer) => ({ ...layer, size: written.get(layer.index) ?? 0 }))
  return { ...image, layers, size: layers.reduce((sum, { size }) => sum + size, 0) }
}
