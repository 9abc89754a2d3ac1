import type { LayerEntry } from '../model/image.ts'
import { findPath, type ImageTree, type PathNode, stackedSize, visitPaths } from '../tree/image-tree.ts'
import { bytesOf, isRemoved } from '../tree/path-change.ts'

/** How much of an image is stored more than once, or stored and never seen. */
export type Waste = {
  /** 0 to 1, by dive's formula: the least that each path could take, over all that its versions take. */
  readonly efficiency: number
  /** dive's figure: bytes of all versions of the paths that occur more than once, the one to keep included. */
  readonly wastedBytes: number
  /** Bytes stored in layers that the finished image does not show: what leaving them out would save. */
  readonly reclaimableBytes: number
  /** The same by the layer that stores them. */
  readonly reclaimableByLayer: readonly number[]
  /** Paths with bytes to save, most first. */
  readonly paths: readonly WastedPath[]
}

export type WastedPath = {
  readonly path: string
  /** How many layers store it. */
  readonly versions: number
  readonly bytes: number
  readonly reclaimable: number
}

/** Judges the layers that `tree` was made of. */
export function measureWaste(layers: readonly (readonly LayerEntry[])[], tree: ImageTree): Waste {
  return { ...diveFigures(layers, tree), ...hiddenBytes(tree) }
}

function hiddenBytes(tree: ImageTree): Pick<Waste, 'reclaimableBytes' | 'reclaimableByLayer' | 'paths'> {
  const reclaimableByLayer = Array.from({ length: tree.layerCount }, () => 0)
  const paths: WastedPath[] = []
  visitPaths(tree, (node) => {
    let bytes = 0
    let reclaimable = 0
    for (const [i, { entry, layer }] of node.changes.entries()) {
      bytes += bytesOf(entry)
      if (i === node.changes.length - 1) continue
      reclaimable += bytesOf(entry)
      reclaimableByLayer[layer]! += bytesOf(entry)
    }
    if (reclaimable > 0) paths.push({ path: node.path, versions: countVersions(node), bytes, reclaimable })
  })
  paths.sort((a, b) => b.reclaimable - a.reclaimable || (a.path < b.path ? -1 : 1))
  return { reclaimableBytes: paths.reduce((sum, path) => sum + path.reclaimable, 0), reclaimableByLayer, paths }
}

const countVersions = (node: PathNode): number => node.changes.filter((change) => !isRemoved(change)).length

/**
 * Counts as dive does (its filetree/efficiency.go), so that the figures compare: the leaves of each layer by path, a
 * whiteout taking nothing, or what the removed directory held; opaque markers are not looked at.
 */
function diveFigures(
  layers: readonly (readonly LayerEntry[])[],
  tree: ImageTree,
): Pick<Waste, 'efficiency' | 'wastedBytes'> {
  const seen = new Map<string, { all: number; least: number; times: number }>()
  for (const [layer, entries] of layers.entries()) {
    const inner = directoriesWithContent(entries)
    for (const entry of entries) {
      if (entry.whiteout === 'opaque' || inner.has(entry.path)) continue
      const bytes = entry.whiteout === 'file' ? removedDirectoryBytes(tree, entry.path, layer) : bytesOf(entry)
      const known = seen.get(entry.path)
      if (known === undefined) seen.set(entry.path, { all: bytes, least: bytes, times: 1 })
      else {
        known.all += bytes
        known.least = Math.min(known.least, bytes)
        known.times++
      }
    }
  }
  let all = 0
  let least = 0
  let wastedBytes = 0
  for (const path of seen.values()) {
    all += path.all
    least += path.least
    if (path.times > 1) wastedBytes += path.all
  }
  return { efficiency: all === 0 ? 1 : least / all, wastedBytes }
}

function directoriesWithContent(entries: readonly LayerEntry[]): ReadonlySet<string> {
  const directories = new Set<string>()
  for (const { path, whiteout } of entries) {
    if (whiteout === 'opaque') continue
    for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
      const directory = path.slice(0, end)
      if (directories.has(directory)) break
      directories.add(directory)
    }
  }
  return directories
}

function removedDirectoryBytes(tree: ImageTree, path: string, layer: number): number {
  const node = findPath(tree, path)
  return node === null || node.totals.length === 0 ? 0 : stackedSize(node, layer - 1)
}
