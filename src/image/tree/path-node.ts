import type { PathChange } from './path-change.ts'

/** A path of an image. It occurs once, and knows the effect of each layer on it. */
export type PathNode = {
  /** Without leading slash; empty for the root. */
  readonly path: string
  readonly name: string
  readonly parent: PathNode | null
  /** All paths that any layer ever had below it; null if there never were any. */
  readonly children: ReadonlyMap<string, PathNode> | null
  /** Ascending by layer, at most one for each. */
  readonly changes: readonly PathChange[]
  /** The effects of the layers below it, in ascending order; only layers that change something there. */
  readonly totals: readonly DirectoryTotals[]
}

/** The effect of one layer on the paths below a directory. */
export type DirectoryTotals = {
  readonly layer: number
  /** Bytes of the files that the layer holds below. */
  readonly written: number
  /** Bytes that this layer adds to the visible content below; negative if it shrinks. */
  readonly growth: number
  /** Files that this layer adds to the visible content below; negative if it shrinks. */
  readonly files: number
  /** Paths below that are added, modified or removed. */
  readonly changes: number
}
