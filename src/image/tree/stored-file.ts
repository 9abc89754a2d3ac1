import { findPath, type ImageTree, lastChange } from './image-tree.ts'
import { isRemoved } from './path-change.ts'

/** The location of a file's bytes: a layer, and the path in that layer. */
export type StoredFile = { readonly layer: number; readonly path: string }

/** The most hard links in a chain. */
const longestChain = 10

/**
 * Finds the bytes of a file that is visible with the layers up to `layer`: in the layer that changed it last. The bytes
 * of a hard link are under the path of its target if its own layer does not have them. Null: no file is visible there.
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
    // A link and its target in one layer may have changed roles; reading the layer shows which is meant.
    const target = findPath(tree, change.entry.link)
    if (target?.changes.some((other) => other.layer === change.layer) === true) {
      return { layer: change.layer, path: change.entry.path }
    }
    wanted = change.entry.link
    highest = change.layer
  }
  return null
}
