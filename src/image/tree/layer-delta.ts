import type { LayerEntry, LayerEntryKind, LayerMark } from '../model/image.ts'
import type { ImageTree } from './image-tree.ts'
import { newDraft, type PathDraft } from './path-draft.ts'
import type { PathNode } from './path-node.ts'

/**
 * A part of what one layer brings to a tree, in a form that goes from one thread to another: a column for each
 * property, a row for each path that the layer touches, parents first. Paths are numbered in the order in which they
 * come up; the root is 0.
 */
export type LayerDelta = {
  readonly layer: number
  /** Whether this is the last part of the layer. */
  readonly isLast: boolean
  readonly ids: readonly number[]
  /** Number of the parent of a path that is new; -1: the path came up before. */
  readonly parents: readonly number[]
  /** Names of the paths that are new; empty for others. */
  readonly names: readonly string[]
  readonly changes: readonly (readonly [mark: LayerMark, entry: EntryRow | null] | null)[]
  readonly totals: readonly (readonly [written: number, growth: number, files: number, changes: number] | null)[]
}

/** An entry; its path where it is not that of the place in the tree. */
type EntryRow = readonly [
  kind: LayerEntryKind,
  size: number,
  mode: number,
  uid: number,
  gid: number,
  link: string,
  path?: string,
]

/** Rows of one part: some milliseconds of work for the thread that takes it in. */
const rowsAtATime = 1000

/** Writes the changes of each layer; call it once for each layer, as soon as the layer is the highest of the tree. */
export function createDeltaWriter(): (tree: ImageTree) => Generator<LayerDelta, void, undefined> {
  const ids = new Map<PathNode, number>()
  return function* (tree) {
    const layer = tree.layerCount - 1
    let part = newPart(layer)
    for (const node of touchedNodes(tree.root, layer)) {
      addRow(part, node, layer, ids)
      if (part.ids.length < rowsAtATime) continue
      yield part
      part = newPart(layer)
    }
    yield { ...part, isLast: true }
  }
}

/** Rebuilds the tree from the parts, in the order in which they were written. */
export type DeltaReader = {
  /** The tree with the layer that the part completes; null: more parts of it follow. */
  readonly take: (part: LayerDelta) => ImageTree | null
}

/** Starts with the empty tree; give it all parts of all layers, in order. */
export function createDeltaReader(): DeltaReader {
  const root = newDraft('', '', null)
  root.children = new Map()
  root.changes = [{ layer: 0, mark: 'added', entry: null }]
  const nodes: PathDraft[] = [root]
  return {
    take(part) {
      for (let row = 0; row < part.ids.length; row++) takeRow(nodes, part, row)
      return part.isLast ? { root, layerCount: part.layer + 1 } : null
    },
  }
}

type Part = {
  -readonly [Column in keyof LayerDelta]: LayerDelta[Column] extends readonly (infer T)[] ? T[] : LayerDelta[Column]
}

const newPart = (layer: number): Part => ({
  layer,
  isLast: false,
  ids: [],
  parents: [],
  names: [],
  changes: [],
  totals: [],
})

/** The paths that a layer changes, or below which it does, parents first. */
function* touchedNodes(root: PathNode, layer: number): Generator<PathNode> {
  const waiting: PathNode[] = [root]
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    yield node
    if (node.children === null || node.totals.at(-1)?.layer !== layer) continue
    for (const child of node.children.values()) {
      if (child.changes.at(-1)?.layer === layer || child.totals.at(-1)?.layer === layer) waiting.push(child)
    }
  }
}

function addRow(part: Part, node: PathNode, layer: number, ids: Map<PathNode, number>): void {
  const known = ids.get(node)
  const id = known ?? ids.size
  if (known === undefined) ids.set(node, id)
  const change = node.changes.at(-1)
  const totals = node.totals.at(-1)
  part.ids.push(id)
  part.parents.push(known === undefined && node.parent !== null ? ids.get(node.parent)! : -1)
  part.names.push(known === undefined ? node.name : '')
  part.changes.push(
    node.parent !== null && change?.layer === layer
      ? [change.mark, change.entry === null ? null : entryRow(change.entry, node.path)]
      : null,
  )
  part.totals.push(totals?.layer === layer ? [totals.written, totals.growth, totals.files, totals.changes] : null)
}

function entryRow({ path, kind, size, mode, uid, gid, link }: LayerEntry, place: string): EntryRow {
  return path === place ? [kind, size, mode, uid, gid, link] : [kind, size, mode, uid, gid, link, path]
}

function takeRow(nodes: PathDraft[], part: LayerDelta, row: number): void {
  const node = nodeOf(nodes, part, row)
  const change = part.changes[row]!
  if (change !== null) {
    const [mark, entry] = change
    const made = entry === null ? null : toEntry(entry, node.path)
    node.changes = withOneMore(node.changes, { layer: part.layer, mark, entry: made })
  }
  const totals = part.totals[row]!
  if (totals !== null) {
    const [written, growth, files, changes] = totals
    node.totals = withOneMore(node.totals, { layer: part.layer, written, growth, files, changes })
  }
}

function nodeOf(nodes: PathDraft[], { ids, parents, names }: LayerDelta, row: number): PathDraft {
  const id = ids[row]!
  const known = nodes[id]
  if (known !== undefined) return known
  const parent = nodes[parents[row]!]!
  const name = names[row]!
  const node = newDraft(parent.path === '' ? name : `${parent.path}/${name}`, name, parent)
  parent.children ??= new Map()
  parent.children.set(name, node)
  nodes[id] = node
  return node
}

function toEntry([kind, size, mode, uid, gid, link, path]: EntryRow, place: string): LayerEntry {
  return { path: path ?? place, kind, size, mode, uid, gid, link, whiteout: null }
}

/**
 * A list of exact length. A growing list reserves space for sixteen more elements, in hundreds of thousands of nodes.
 */
const withOneMore = <T>(list: readonly T[], item: T): T[] => (list.length === 0 ? [item] : list.concat(item))
