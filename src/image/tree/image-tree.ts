import type { LayerEntry } from '../model/image.ts'
import { bytesOf, type PathChange } from './path-change.ts'
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

/**
 * All paths of an image in one tree: each path is there once and knows what each layer does to it, so that any layer,
 * alone or stacked on those below, is a way of reading the tree and never a copy of it.
 */
export type ImageTree = {
  readonly root: PathNode
  readonly layerCount: number
}

export type PathNode = {
  /** Without leading slash; empty for the root. */
  readonly path: string
  readonly name: string
  readonly parent: PathNode | null
  /** Everything that was ever below it, in any layer; null where nothing ever was. */
  readonly children: ReadonlyMap<string, PathNode> | null
  /** Ascending by layer, at most one for each. */
  readonly changes: readonly PathChange[]
  /** What the layers do below it, ascending by layer: only layers that touch something there. */
  readonly totals: readonly DirectoryTotals[]
}

export type DirectoryTotals = {
  readonly layer: number
  /** Bytes of the files that the layer holds below. */
  readonly written: number
  /** Bytes by which what is seen below grows (shrinks) with this layer. */
  readonly growth: number
  /** Files by which what is seen below grows (shrinks) with this layer. */
  readonly files: number
  /** Paths below that are added, modified or removed. */
  readonly changes: number
}

/** How many symlinks are followed on the way to one directory; as in Linux. */
const maxLinks = 40

/** Merges the entries of all layers, lowest first. Takes one pass over them; order inside a layer does not matter. */
export function indexLayers(layers: readonly (readonly LayerEntry[])[]): ImageTree {
  const root = newDraft('', '', null)
  root.children = new Map()
  root.changes = [{ layer: 0, mark: 'added', entry: null }]
  layers.forEach((entries, layer) => {
    // Whiteouts speak of the layers below only, wherever they stand in the layer.
    for (const entry of entries) if (entry.whiteout !== null) applyWhiteout(root, entry, layer)
    let near: PathDraft | null = null
    for (const entry of entries) {
      if (entry.whiteout === null && entry.path !== '') near = place(root, near, entry, layer)
    }
  })
  return { root, layerCount: layers.length }
}

/** What exactly this layer does to the path; null: nothing. */
export function changeIn(node: PathNode, layer: number): PathChange | null {
  const change = lastChange(node, layer)
  return change?.layer === layer ? change : null
}

/** The change that decides how the path looks with the layers up to this one; null: it was never there. */
export function lastChange(node: PathNode, layer: number): PathChange | null {
  for (let i = node.changes.length - 1; i >= 0; i--) if (node.changes[i]!.layer <= layer) return node.changes[i]!
  return null
}

export function totalsIn(node: PathNode, layer: number): DirectoryTotals | null {
  for (const totals of node.totals) if (totals.layer === layer) return totals
  return null
}

/** Bytes seen at and below the path with the layers up to this one. */
export function stackedSize(node: PathNode, layer: number): number {
  const change = lastChange(node, layer)
  let size = change === null ? 0 : bytesOf(change.entry)
  for (const totals of node.totals) if (totals.layer <= layer) size += totals.growth
  return size
}

/** Files seen below the path with the layers up to this one. */
export function stackedFiles(node: PathNode, layer: number): number {
  let files = 0
  for (const totals of node.totals) if (totals.layer <= layer) files += totals.files
  return files
}

/** The node of a path that any layer has; null: none does. */
export function findPath(tree: ImageTree, path: string): PathNode | null {
  let node: PathNode | null = tree.root
  for (const name of path.split('/')) {
    if (name !== '') node = node?.children?.get(name) ?? null
  }
  return node
}

/** Visits every path of every layer, parents first. */
export function visitPaths(tree: ImageTree, visit: (node: PathNode) => void): void {
  const waiting: PathNode[] = [tree.root]
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    visit(node)
    if (node.children !== null) for (const child of node.children.values()) waiting.push(child)
  }
}

function applyWhiteout(root: PathDraft, entry: LayerEntry, layer: number): void {
  const node = findSeen(root, entry.path)
  if (node === null) return
  hideBelow(node, layer)
  if (entry.whiteout === 'file' && node !== root) setChange(node, layer, 'gone')
}

/** Puts the entry into the tree; `near` is the directory of the entry before it, most often the same one. */
function place(root: PathDraft, near: PathDraft | null, entry: LayerEntry, layer: number): PathDraft {
  const slash = entry.path.lastIndexOf('/')
  const directory = slash === -1 ? '' : entry.path.slice(0, slash)
  const parent =
    near !== null && near.path === directory && isSeenDirectory(near) ? near : makeDirectories(root, directory, layer)
  const name = entry.path.slice(slash + 1)
  // Behind a symlinked directory a path is another than the entry says.
  const node = childOf(parent, name, parent.path === directory ? entry.path : undefined)
  if (entry.kind !== 'directory') hideBelow(node, layer)
  setChange(node, layer, entry)
  return parent
}

/** The directory of that path, following symlinks as unpacking does; what is missing comes into being. */
function makeDirectories(root: PathDraft, path: string, layer: number): PathDraft {
  let node = root
  if (path === '') return node
  for (const name of path.split('/')) {
    const child = childOf(node, name)
    const linked = isLink(child) ? followLink(root, child, maxLinks) : null
    if (linked === null && !isSeenDirectory(child)) setChange(child, layer, null)
    node = linked ?? child
  }
  return node
}

/** The node that a path names in the layers so far, symlinks on the way followed; null: nothing is seen there. */
function findSeen(root: PathDraft, path: string): PathDraft | null {
  let node: PathDraft | null = root
  const names = path === '' ? [] : path.split('/')
  for (const [i, name] of names.entries()) {
    const child: PathDraft | undefined = node?.children?.get(name)
    if (child === undefined || !isSeen(child)) return null
    node = i < names.length - 1 && isLink(child) ? followLink(root, child, maxLinks) : child
  }
  return node
}

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
