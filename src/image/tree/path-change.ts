import type { LayerEntry, LayerEntryKind, LayerMark } from '../model/image.ts'

/** The effect of one layer on one path. */
export type PathChange = {
  readonly layer: number
  /** Compared with the layers below. `unchanged`: a directory listed again as it was. */
  readonly mark: LayerMark
  /** Null if the path was removed, and for a directory that has no entry of its own in the layer. */
  readonly entry: LayerEntry | null
}

export const isRemoved = (change: PathChange): boolean => change.mark === 'removed'
export const kindOf = (change: PathChange): LayerEntryKind => change.entry?.kind ?? 'directory'
export const bytesOf = (entry: LayerEntry | null): number => (entry?.kind === 'file' ? entry.size : 0)
