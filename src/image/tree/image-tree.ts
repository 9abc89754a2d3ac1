import { bytesOf, type PathChange } from './path-change.ts'
import type { DirectoryTotals, PathNode } from './path-node.ts'

/**
 * All paths of an image in one tree. Each path occurs once and knows the effect of each layer on it, so any layer,
 * alone or stacked on the layers below, is a view of the tree and never a copy. `growTree` adds layers; answers about
 * layers below `layerCount` do not change by that.
 */
export type ImageTree = {
  readonly root: PathNode
  readonly layerCount: number
}

/** The effect of exactly this layer on the path; null: none. */
export function changeIn(node: PathNode, layer: number): PathChange | null {
  const change = lastChange(node, layer)
  return change?.layer === layer ? change : null
}

/** The change that decides how the path looks with the layers up to this one; null: it was never there. */
export function lastChange(node: PathNode, layer: number): PathChange | null {
  for (let i = node.changes.length - 1; i >= 0; i--) if (node.changes[i]!.layer <= layer) return node.changes[i]!
  return null
}

/** The changes that exactly this layer makes below a directory; null: none. */
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
