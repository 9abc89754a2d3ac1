import { type ImageTree, visitPaths } from '../tree/image-tree.ts'
import { bytesOf, isRemoved } from '../tree/path-change.ts'
import type { PathNode } from '../tree/path-node.ts'
import type { DiveFigures } from './dive-count.ts'

/** The part of an image that is stored more than once, or stored and never visible. */
export type Waste = DiveFigures & {
  /** Bytes stored in layers that the finished image does not show: what leaving them out would save. */
  readonly reclaimableBytes: number
  /** The same by the layer that stores them. */
  readonly reclaimableByLayer: readonly number[]
  /** The same by the layer that hides them: its instruction is the one to change. */
  readonly reclaimableByCause: readonly number[]
  /** Paths with bytes to save, most first. */
  readonly paths: readonly WastedPath[]
}

export type WastedPath = {
  readonly path: string
  /** The layers that store it. */
  readonly layers: readonly number[]
  readonly bytes: number
  readonly reclaimable: number
}

/**
 * Measures the waste in the layers of `tree`.
 *
 * @param dive dive's counts, which cannot be computed from the tree: it does not hold whiteouts of missing paths
 */
export function measureWaste(tree: ImageTree, dive: DiveFigures): Waste {
  return { ...dive, ...hiddenBytes(tree) }
}

function hiddenBytes(tree: ImageTree): Omit<Waste, keyof DiveFigures> {
  const reclaimableByLayer = Array.from({ length: tree.layerCount }, () => 0)
  const reclaimableByCause = Array.from({ length: tree.layerCount }, () => 0)
  const paths: WastedPath[] = []
  visitPaths(tree, (node) => {
    let bytes = 0
    let reclaimable = 0
    for (const [i, { entry, layer }] of node.changes.entries()) {
      bytes += bytesOf(entry)
      if (i === node.changes.length - 1) continue
      reclaimable += bytesOf(entry)
      reclaimableByLayer[layer]! += bytesOf(entry)
      reclaimableByCause[node.changes[i + 1]!.layer]! += bytesOf(entry)
    }
    if (reclaimable > 0) paths.push({ path: node.path, layers: storingLayers(node), bytes, reclaimable })
  })
  paths.sort((a, b) => b.reclaimable - a.reclaimable || (a.path < b.path ? -1 : 1))
  const reclaimableBytes = paths.reduce((sum, path) => sum + path.reclaimable, 0)
  return { reclaimableBytes, reclaimableByLayer, reclaimableByCause, paths }
}

const storingLayers = (node: PathNode): readonly number[] =>
  node.changes.filter((change) => !isRemoved(change)).map(({ layer }) => layer)
