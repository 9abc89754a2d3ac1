import type { LayerEntry } from '../model/image.ts'
import { findPath, type ImageTree, stackedSize, visitPaths } from '../tree/image-tree.ts'
import { bytesOf, isRemoved } from '../tree/path-change.ts'
import type { PathNode } from '../tree/path-node.ts'

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

/** Judges the layers that `tree` was made of. */
export function measureWaste(layers: readonly (readonly LayerEntry[])[], tree: ImageTree): Waste {
  return { ...diveFigures(layers, tree), ...hiddenBytes(tree) }
}

function hiddenBytes(tree: ImageTree): Omit<Waste, 'efficiency' | 'wastedBytes'> {
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
    for (const entry of withoutRepeats(entries)) {
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

/** dive's tree keeps the last of several entries for a path. */
function* withoutRepeats(entries: readonly LayerEntry[]): Generator<LayerEntry> {
  const last = new Map<string, LayerEntry>()
  for (const entry of entries) {
    if (entry.whiteout === null) last.set(entry.path, entry)
    else yield entry
  }
  yield* last.values()
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
