import type { LayerEntry, LayerEntryKind, LayerMark } from '../model/image.ts'
import { changeIn, type ImageTree, lastChange, stackedFiles, stackedSize, totalsIn } from './image-tree.ts'
import { bytesOf, isRemoved, kindOf } from './path-change.ts'
import type { PathNode } from './path-node.ts'

/** The way in which the files of an image are shown. The caller keeps cursors and folds by path. */
export type FileView = {
  readonly layer: number
  /**
   * `layer`: the paths that the layer adds, changes or removes. `stacked`: all paths up to the layer, and the paths
   * that it removes.
   */
  readonly scope: 'layer' | 'stacked'
  /** `open`: directories start open, and `toggled` ones are closed; `closed`: the other way round. */
  readonly folds: { readonly atFirst: 'open' | 'closed'; readonly toggled: ReadonlySet<string> }
  /** The text that a name (with a slash: a path) must contain, or empty. Lower-case letters also match upper case. */
  readonly filter: string
  /** `size`: largest first. */
  readonly sort: 'name' | 'size'
  /** Marks that are left out; a directory stays while it leads to something. */
  readonly hidden: ReadonlySet<LayerMark>
}

/** The rows of a view, as positions in the tree. A row's content is computed when it is drawn. */
export type FileList = {
  readonly tree: ImageTree
  readonly view: FileView
  readonly nodes: readonly PathNode[]
  readonly depths: readonly number[]
  readonly matches: Matches | null
}

/** The result of the filter and the hidden marks: matching rows, and the directories on the way to them. */
type Matches = { readonly hits: ReadonlySet<PathNode>; readonly ways: ReadonlySet<PathNode> }

export type FileRow = {
  readonly path: string
  readonly name: string
  /** 0 for paths in the root. */
  readonly depth: number
  readonly kind: LayerEntryKind
  /** A directory counts as modified where something below it changes. */
  readonly mark: LayerMark
  /** Bytes. For a removed path: its size in the layers below. For a directory: the size of everything below it. */
  readonly size: number
  /** Files below a directory that are seen with this layer. */
  readonly files: number
  /** Null for files, and for directories without visible content. */
  readonly fold: 'open' | 'closed' | null
  /** Mode, owner and link; for a removed path the last ones; null for a directory that has no entry of its own. */
  readonly entry: LayerEntry | null
  /** The layer whose entry that is; null where none has one. */
  readonly layer: number | null
  /**
   * The target of a symlink of the layers below that this directory hides, so that the paths behind it are gone; null:
   * it hides none.
   */
  readonly hiddenLink: string | null
}

/** Lists the rows that a view shows, top to bottom. */
export function listFiles(tree: ImageTree, view: FileView): FileList {
  const matches = view.filter === '' && view.hidden.size === 0 ? null : findMatches(tree, view)
  const nodes: PathNode[] = []
  const depths: number[] = []
  const list = (parent: PathNode, depth: number, within: 'all' | 'meant'): void => {
    for (const node of sortedChildren(parent, view)) {
      if (!isInScope(node, view) || !isShown(node, within, view, matches)) continue
      nodes.push(node)
      depths.push(depth)
      // Below a directory that is meant by its name, everything is worth opening.
      if (isOpen(node, view, matches)) list(node, depth + 1, matches?.hits.has(node) === true ? 'meant' : within)
    }
  }
  list(tree.root, 0, 'all')
  return { tree, view, nodes, depths, matches }
}

/** The content of the row at `index`. Throws RangeError outside the list. */
export function fileRow({ view, nodes, depths, matches }: FileList, index: number): FileRow {
  const node = nodes[index]
  if (node === undefined) throw new RangeError(`no row ${index}`)
  const change = lastChange(node, view.layer)
  const last = change === null || !isRemoved(change) ? change : lastChange(node, change.layer - 1)
  const kind = last === null ? 'directory' : kindOf(last)
  return {
    path: node.path,
    name: node.name,
    depth: depths[index]!,
    kind,
    mark: markIn(node, view.layer),
    size: rowSize(node, view),
    files: kind === 'directory' ? stackedFiles(node, view.layer) : 0,
    fold: hasRows(node, view) ? (isOpen(node, view, matches) ? 'open' : 'closed') : null,
    entry: last?.entry ?? null,
    layer: last?.layer ?? null,
    hiddenLink: kind === 'directory' ? hiddenLink(node, view.layer) : null,
  }
}

/** The target of a symlink that the directory replaces because its layer has files below and no entry for it. */
function hiddenLink(node: PathNode, layer: number): string | null {
  const change = lastChange(node, layer)
  if (change === null || change.entry !== null || isRemoved(change)) return null
  const below = lastChange(node, change.layer - 1)
  return below?.entry?.kind === 'symlink' ? below.entry.link : null
}

/** The index of a path in the list; -1: it is not shown. */
export const indexOfPath = (list: FileList, path: string): number => list.nodes.findIndex((node) => node.path === path)

/** The effect of a layer on a path. A directory counts as modified if a path below it changes. */
export function markIn(node: PathNode, layer: number): LayerMark {
  const own = changeIn(node, layer)?.mark ?? 'unchanged'
  if (own !== 'unchanged') return own
  return (totalsIn(node, layer)?.changes ?? 0) > 0 ? 'modified' : 'unchanged'
}

function isInScope(node: PathNode, { layer, scope }: FileView): boolean {
  const change = lastChange(node, layer)
  if (scope === 'layer') return change?.layer === layer || totalsIn(node, layer) !== null
  return change !== null && (!isRemoved(change) || change.layer === layer)
}

function rowSize(node: PathNode, { layer, scope }: FileView): number {
  const change = changeIn(node, layer)
  if (change !== null && isRemoved(change)) return stackedSize(node, layer - 1)
  if (scope === 'stacked') return stackedSize(node, layer)
  return bytesOf(change?.entry ?? null) + (totalsIn(node, layer)?.written ?? 0)
}

/** Children by name are sorted once for each directory, and again when a further layer has brought more. */
const byName = new WeakMap<PathNode, readonly PathNode[]>()

function sortedChildren(node: PathNode, view: FileView): readonly PathNode[] {
  if (node.children === null) return []
  let children = byName.get(node)
  if (children?.length !== node.children.size) {
    children = [...node.children.values()].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
    byName.set(node, children)
  }
  if (view.sort === 'name') return children
  const sizes = new Map(children.map((child) => [child, rowSize(child, view)]))
  return children.toSorted((a, b) => sizes.get(b)! - sizes.get(a)!)
}

function hasRows(node: PathNode, view: FileView): boolean {
  if (node.children === null) return false
  for (const child of node.children.values()) if (isInScope(child, view)) return true
  return false
}

/** With a filter, the directories on the way to a match are open; the match itself is opened by the person. */
function isOpen(node: PathNode, view: FileView, matches: Matches | null): boolean {
  const { atFirst, toggled } = view.folds
  const untouched = view.filter === '' ? atFirst === 'open' : matches?.ways.has(node) === true
  return untouched !== toggled.has(node.path)
}

function isShown(node: PathNode, within: 'all' | 'meant', view: FileView, matches: Matches | null): boolean {
  if (matches === null || matches.hits.has(node) || matches.ways.has(node)) return true
  return within === 'meant' && !view.hidden.has(markIn(node, view.layer))
}

function findMatches(tree: ImageTree, view: FileView): Matches {
  const hits = new Set<PathNode>()
  const ways = new Set<PathNode>()
  const search = (parent: PathNode): void => {
    if (parent.children === null) return
    for (const node of parent.children.values()) {
      if (!isInScope(node, view)) continue
      if (isMeant(node, view)) {
        hits.add(node)
        for (let up = node.parent; up !== null && !ways.has(up); up = up.parent) ways.add(up)
      }
      search(node)
    }
  }
  search(tree.root)
  return { hits, ways }
}

function isMeant(node: PathNode, view: FileView): boolean {
  if (view.hidden.has(markIn(node, view.layer))) return false
  return contains(view.filter.includes('/') ? `/${node.path}` : node.name, view.filter)
}

const contains = (text: string, part: string): boolean =>
  part === '' || (part === part.toLowerCase() ? text.toLowerCase() : text).includes(part)
