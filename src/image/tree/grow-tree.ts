import type { LayerEntry } from '../model/image.ts'
import type { ImageTree } from './image-tree.ts'
import {
  childOf,
  hideBelow,
  isLink,
  isSeen,
  isSeenDirectory,
  newDraft,
  type PathDraft,
  setChange,
} from './path-draft.ts'

/** The most symlinks that are followed on the way to one directory, as in Linux. */
const maxLinks = 40
/** Entries that are merged between two pauses: a few milliseconds of work. */
const entriesAtATime = 2000

/** A tree without layers, for `growTree`. */
export function emptyTree(): ImageTree {
  const root = newDraft('', '', null)
  root.children = new Map()
  root.changes = [{ layer: 0, mark: 'added', entry: null }]
  return { root, layerCount: 0 }
}

/**
 * Merges the entries of the next layer into the tree in one pass, with pauses for other work. The order in a layer
 * matters only between entries of the same path: the last one counts. Earlier trees share nodes with the returned one,
 * and still answer correctly about their own layers.
 */
export function* growTree(tree: ImageTree, entries: readonly LayerEntry[]): Generator<undefined, ImageTree, undefined> {
  const root = tree.root as PathDraft
  const layer = tree.layerCount
  // A whiteout applies to the layers below only, wherever it is in its layer.
  for (const entry of entries) if (entry.whiteout !== null) applyWhiteout(root, entry, layer)
  let near: PathDraft | null = null
  for (const [i, entry] of entries.entries()) {
    if (entry.whiteout === null && entry.path !== '') near = place(root, near, entry, layer)
    if (i % entriesAtATime === entriesAtATime - 1) yield
  }
  return { root, layerCount: layer + 1 }
}

/** The tree of all layers, lowest first, in one go. */
export function indexLayers(layers: readonly (readonly LayerEntry[])[]): ImageTree {
  let tree = emptyTree()
  for (const entries of layers) {
    const growing = growTree(tree, entries)
    let step = growing.next()
    while (step.done !== true) step = growing.next()
    tree = step.value
  }
  return tree
}

/**
 * Removes the paths of the layers below. The directories that lead to a whiteout are created like those that lead to a
 * file, because engines create them first.
 * Source: moby pkg/archive/diff.go, containerd pkg/archive/tar.go.
 */
function applyWhiteout(root: PathDraft, entry: LayerEntry, layer: number): void {
  const path = entry.whiteout === 'opaque' ? entry.path : directoryOf(entry.path)
  const directory = makeDirectories(root, path, layer)
  if (entry.whiteout === 'opaque') return hideBelow(directory, layer)
  const node = directory.children?.get(entry.path.slice(entry.path.lastIndexOf('/') + 1))
  if (node === undefined || !isSeen(node)) return
  hideBelow(node, layer)
  setChange(node, layer, 'gone')
}

/** Puts the entry into the tree; `near` is the directory of the entry before it, most often the same one. */
function place(root: PathDraft, near: PathDraft | null, entry: LayerEntry, layer: number): PathDraft {
  const directory = directoryOf(entry.path)
  const parent =
    near !== null && near.path === directory && isSeenDirectory(near) ? near : makeDirectories(root, directory, layer)
  const name = entry.path.slice(entry.path.lastIndexOf('/') + 1)
  // Behind a symlinked directory a path is another than the entry says.
  const node = childOf(parent, name, parent.path === directory ? entry.path : undefined)
  if (entry.kind !== 'directory') hideBelow(node, layer)
  setChange(node, layer, entry)
  return parent
}

const directoryOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')))

/**
 * The directory of that path as unpacking the layer finds it; missing directories are created. Engines unpack each
 * layer into a separate directory: they follow a symlink of the same layer, and do not see a symlink of the layers
 * below, which the new directory then hides.
 */
function makeDirectories(root: PathDraft, path: string, layer: number): PathDraft {
  let node = root
  if (path === '') return node
  for (const name of path.split('/')) {
    const child = childOf(node, name)
    const linked = isLinkOf(child, layer) ? followLink(root, child, maxLinks) : null
    if (linked === null && !isSeenDirectory(child)) setChange(child, layer, null)
    node = linked ?? child
  }
  return node
}

const isLinkOf = (node: PathDraft, layer: number): boolean => isLink(node) && node.changes.at(-1)!.layer === layer

function followLink(root: PathDraft, link: PathDraft, hops: number): PathDraft | null {
  const target = link.changes.at(-1)!.entry!.link
  let node: PathDraft | null = target.startsWith('/') ? root : link.parent
  for (const name of target.split('/')) {
    if (node === null) return null
    if (name === '' || name === '.') continue
    const next: PathDraft | null = name === '..' ? (node.parent ?? root) : (node.children?.get(name) ?? null)
    if (next === null || !isSeen(next)) return null
    node = isLink(next) ? (hops > 0 ? followLink(root, next, hops - 1) : null) : next
  }
  return node !== null && isSeenDirectory(node) ? node : null
}
