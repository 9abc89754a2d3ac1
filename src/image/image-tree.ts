import type { LayerEntry, LayerEntryKind, LayerMark } from './image.ts'

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

export type PathChange = {
  readonly layer: number
  /** Compared with the layers below. `unchanged`: a directory listed again as it was. */
  readonly mark: LayerMark
  /** Null where the path was removed, and for a directory that the layer has only by what it holds. */
  readonly entry: LayerEntry | null
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

type Writable<T> = { -readonly [K in keyof T]: T[K] }
type Node = {
  path: string
  name: string
  parent: Node | null
  children: Map<string, Node> | null
  changes: PathChange[]
  totals: Writable<DirectoryTotals>[]
}

/** How many symlinks are followed on the way to one directory; as in Linux. */
const maxLinks = 40
const none: [] = []

/** Merges the entries of all layers, lowest first. Takes one pass over them; order inside a layer does not matter. */
export function indexLayers(layers: readonly (readonly LayerEntry[])[]): ImageTree {
  const root = newNode('', '', null)
  root.children = new Map()
  root.changes = [{ layer: 0, mark: 'added', entry: null }]
  layers.forEach((entries, layer) => {
    // Whiteouts speak of the layers below only, wherever they stand in the layer.
    for (const entry of entries) if (entry.whiteout !== null) applyWhiteout(root, entry, layer)
    let near: Node | null = null
    for (const entry of entries) {
      if (entry.whiteout === null && entry.path !== '') near = place(root, near, entry, layer)
    }
  })
  return { root, layerCount: layers.length }
}

export const isRemoved = (change: PathChange): boolean => change.mark === 'removed'
export const kindOf = (change: PathChange): LayerEntryKind => change.entry?.kind ?? 'directory'
export const bytesOf = (entry: LayerEntry | null): number => (entry?.kind === 'file' ? entry.size : 0)

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

const newNode = (path: string, name: string, parent: Node | null): Node => ({
  path,
  name,
  parent,
  children: null,
  changes: none,
  totals: none,
})

const isSeen = (node: Node): boolean => node.changes.length > 0 && node.changes.at(-1)!.mark !== 'removed'
const isSeenDirectory = (node: Node): boolean => isSeen(node) && kindOf(node.changes.at(-1)!) === 'directory'

function applyWhiteout(root: Node, entry: LayerEntry, layer: number): void {
  const node = findSeen(root, entry.path)
  if (node === null) return
  hideBelow(node, layer)
  if (entry.whiteout === 'file' && node !== root) setChange(node, layer, 'gone')
}

/** Takes everything below out of sight. */
function hideBelow(node: Node, layer: number): void {
  if (node.children === null) return
  for (const child of node.children.values()) {
    if (!isSeen(child)) continue
    hideBelow(child, layer)
    setChange(child, layer, 'gone')
  }
}

/** Puts the entry into the tree; `near` is the directory of the entry before it, most often the same one. */
function place(root: Node, near: Node | null, entry: LayerEntry, layer: number): Node {
  const slash = entry.path.lastIndexOf('/')
  const directory = slash === -1 ? '' : entry.path.slice(0, slash)
  const parent =
    near !== null && near.path === directory && isSeenDirectory(near) ? near : makeDirectories(root, directory, layer)
  const name = entry.path.slice(slash + 1)
  const node = childOf(parent, name)
  if (entry.kind !== 'directory') hideBelow(node, layer)
  setChange(node, layer, entry)
  return parent
}

/** The directory of that path, following symlinks as unpacking does; what is missing comes into being. */
function makeDirectories(root: Node, path: string, layer: number): Node {
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
function findSeen(root: Node, path: string): Node | null {
  let node: Node | null = root
  const names = path === '' ? [] : path.split('/')
  for (const [i, name] of names.entries()) {
    const child: Node | undefined = node?.children?.get(name)
    if (child === undefined || !isSeen(child)) return null
    node = i < names.length - 1 && isLink(child) ? followLink(root, child, maxLinks) : child
  }
  return node
}

const isLink = (node: Node): boolean => isSeen(node) && node.changes.at(-1)!.entry?.kind === 'symlink'

function followLink(root: Node, link: Node, hops: number): Node | null {
  const target = link.changes.at(-1)!.entry!.link
  let node: Node | null = target.startsWith('/') ? root : link.parent
  for (const name of target.split('/')) {
    if (node === null) return null
    if (name === '' || name === '.') continue
    const next: Node | null = name === '..' ? (node.parent ?? root) : (node.children?.get(name) ?? null)
    if (next === null || !isSeen(next)) return null
    node = isLink(next) ? (hops > 0 ? followLink(root, next, hops - 1) : null) : next
  }
  return node !== null && isSeenDirectory(node) ? node : null
}

function childOf(parent: Node, name: string): Node {
  parent.children ??= new Map()
  const known = parent.children.get(name)
  if (known !== undefined) return known
  const child = newNode(parent.path === '' ? name : `${parent.path}/${name}`, name, parent)
  parent.children.set(name, child)
  return child
}

/** Records what a layer does to a path (an entry, a directory only implied, or gone) and keeps the totals above it. */
function setChange(node: Node, layer: number, next: LayerEntry | null | 'gone'): void {
  const now = node.changes.at(-1)
  const again = now?.layer === layer ? now : undefined
  const before = again === undefined ? now : node.changes.at(-2)
  const mark = markOf(before, next)
  const entry = next === 'gone' ? null : next
  const earlier = again === undefined ? node.changes : node.changes.slice(0, -1)
  node.changes = mark === null ? earlier : withOneMore(earlier, { layer, mark, entry })
  addToTotals(node.parent, layer, {
    written: bytesOf(entry) - bytesOf(again?.entry ?? null),
    growth: bytesOf(entry) - bytesOf(now?.entry ?? null),
    files: countsAsFile(entry) - countsAsFile(now?.entry ?? null),
    changes: countsAsChange(mark) - countsAsChange(again?.mark ?? null),
  })
}

function markOf(before: PathChange | undefined, next: LayerEntry | null | 'gone'): LayerMark | null {
  const existed = before !== undefined && !isRemoved(before)
  if (next === 'gone') return existed ? 'removed' : null
  if (!existed) return 'added'
  return isSameDirectory(before, next) ? 'unchanged' : 'modified'
}

function isSameDirectory(before: PathChange, next: LayerEntry | null): boolean {
  if (kindOf(before) !== 'directory' || (next !== null && next.kind !== 'directory')) return false
  const old = before.entry
  if (old === null || next === null) return true
  return old.mode === next.mode && old.uid === next.uid && old.gid === next.gid
}

/** A list of exact length: one that grows takes space for sixteen more, in hundreds of thousands of nodes. */
const withOneMore = <T>(list: readonly T[], item: T): T[] => (list.length === 0 ? [item] : list.concat(item))

const countsAsFile = (entry: LayerEntry | null): number => (entry === null || entry.kind === 'directory' ? 0 : 1)
const countsAsChange = (mark: LayerMark | null): number => (mark === null || mark === 'unchanged' ? 0 : 1)

function addToTotals(from: Node | null, layer: number, difference: Omit<DirectoryTotals, 'layer'>): void {
  for (let node = from; node !== null; node = node.parent) {
    let totals = node.totals.at(-1)
    if (totals?.layer !== layer) {
      totals = { layer, written: 0, growth: 0, files: 0, changes: 0 }
      node.totals = withOneMore(node.totals, totals)
    }
    totals.written += difference.written
    totals.growth += difference.growth
    totals.files += difference.files
    totals.changes += difference.changes
  }
}
