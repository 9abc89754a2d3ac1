import type { LayerEntry, LayerEntryKind, LayerMark } from '../model/image.ts'

/** What one layer does to one path. */
export type PathChange = {
  readonly layer: number
  /** Compared with the layers below. `unchanged`: a directory listed again as it was. */
  readonly mark: LayerMark
  /** Null where the path was removed, and for a directory that the layer has only by what it holds. */
  readonly entry: LayerEntry | null
}

export const isRemoved = (change: PathChange): boolean => change.mark === 'removed'
export const kindOf = (change: PathChange): LayerEntryKind => change.entry?.kind ?? 'directory'
export const bytesOf = (entry: LayerEntry | null): number => (entry?.kind === 'file' ? entry.size : 0)
