import { findPath, type ImageTree, lastChange } from './image-tree.ts'
import { isRemoved } from './path-change.ts'

/** Where bytes of a file stand: a layer, and the path under which it has them. */
export type StoredFile = { readonly layer: number; readonly path: string }

/** How many hard links may lead from one to another. */
const longestChain = 10

/**
 * Where the bytes of a file are that is seen with the layers up to `layer`: in the layer that changed it last; those of
 * a hard link under the path that it links to, if its own layer does not have them. Null: no file is seen there.
 */
export function storedFile(tree: ImageTree, path: string, layer: number): StoredFile | null {
  let wanted = path
  let highest = layer
  for (let hops = 0; hops < longestChain; hops++) {
    const node = findPath(tree, wanted)
    const change = node === null ? null : lastChange(node, highest)
    if (change === null || isRemoved(change)) return null
    if (change.entry?.kind === 'file') return { layer: change.layer, path: change.entry.path }
    if (change.entry?.kind !== 'hardlink') return null
    // A link and its target in one layer may have changed places: reading the layer tells which was meant.
    const target = findPath(tree, change.entry.link)
    if (target?.changes.some((other) => other.layer === change.layer) === true) {
      return { layer: change.layer, path: change.entry.path }
    }
    wanted = change.entry.link
    highest = change.layer
  }
  return null
}
