import type { PathChange } from './path-change.ts'

/** A path of an image: it is there once, and knows what each layer does to it. */
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

/** What one layer does below a directory. */
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
