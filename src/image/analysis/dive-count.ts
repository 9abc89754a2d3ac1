import type { LayerEntry } from '../model/image.ts'
import { findPath, type ImageTree, stackedSize } from '../tree/image-tree.ts'
import { bytesOf } from '../tree/path-change.ts'

/** What dive tells of an image. Source: dive filetree/efficiency.go. */
export type DiveFigures = {
  /** 0 to 1: the least that each path could take, over all that its versions take. */
  readonly efficiency: number
  /** Bytes of all versions of the paths that occur more than once, the one to keep included. */
  readonly wastedBytes: number
}

/**
 * Counts as dive does, so that the figures compare: the leaves of each layer by path, a whiteout taking nothing, or what
 * the removed directory held; opaque markers are not looked at.
 */
export type DiveCount = {
  /**
   * Takes in the next layer.
   *
   * @param tree has this layer and those below
   */
  readonly add: (entries: readonly LayerEntry[], tree: ImageTree) => void
  readonly figures: () => DiveFigures
}

export function createDiveCount(): DiveCount {
  const seen = new Map<string, { all: number; least: number; times: number }>()
  return {
    add(entries, tree) {
      const inner = directoriesWithContent(entries)
      for (const entry of withoutRepeats(entries)) {
        if (entry.whiteout === 'opaque' || inner.has(entry.path)) continue
        const bytes = entry.whiteout === 'file' ? removedDirectoryBytes(tree, entry.path) : bytesOf(entry)
        const known = seen.get(entry.path)
        if (known === undefined) seen.set(entry.path, { all: bytes, least: bytes, times: 1 })
        else {
          known.all += bytes
          known.least = Math.min(known.least, bytes)
          known.times++
        }
      }
    },
    figures() {
      let all = 0
      let least = 0
      let wastedBytes = 0
      for (const path of seen.values()) {
        all += path.all
        least += path.least
        if (path.times > 1) wastedBytes += path.all
      }
      return { efficiency: all === 0 ? 1 : least / all, wastedBytes }
    },
  }
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

/** Bytes that a directory held which the highest layer removes; 0 for a file. */
function removedDirectoryBytes(tree: ImageTree, path: string): number {
  const node = findPath(tree, path)
  return node === null || node.totals.length === 0 ? 0 : stackedSize(node, tree.layerCount - 2)
}
