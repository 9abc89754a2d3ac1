import type { ImageReference } from './image-reference.ts'
import type { ImageWarning } from './image-warning.ts'

/** An image as the workbench shows it: read-only values, the same for every source (engine, archive). */

/** The effect of a layer on a path, compared with the layers below it. */
export type LayerMark = 'added' | 'modified' | 'removed' | 'unchanged'

export type LayerSummary = {
  /** Place in the image, 0 = lowest. */
  readonly index: number
  /** sha256 of the unpacked layer, `sha256:…`; absent if the source does not report it (missing history). */
  readonly diffId: string
  /** Digest of the layer as it is stored and pushed, compressed or not; null: the source does not report it. */
  readonly digest: string | null
  /** Sum of the entry sizes in bytes once the layer has been read; before that, the size that the source reports. */
  readonly size: number
  /** The history line that made it, `/bin/sh -c #(nop)` noise taken off. */
  readonly command: string
  /** RFC 3339, as the image says. */
  readonly createdAt: string | null
}

/** A row of the image's history: a layer, or a metadata-only instruction. */
export type HistoryRow = {
  readonly command: string
  readonly createdAt: string | null
  /** Index of the layer it made; null for metadata only. */
  readonly layer: number | null
}

export type ImageConfig = {
  readonly user: string
  readonly workdir: string
  readonly env: readonly string[]
  readonly entrypoint: readonly string[]
  readonly command: readonly string[]
  readonly labels: Readonly<Record<string, string>>
  readonly onbuild: readonly string[]
  readonly shell: readonly string[]
}

export type Image = {
  /** The reference that the person gave. */
  readonly reference: ImageReference
  /** Image ID, `sha256:…`. */
  readonly id: string
  readonly tags: readonly string[]
  readonly platform: string
  readonly createdAt: string | null
  /** Sum of the layers' sizes in bytes. */
  readonly size: number
  readonly config: ImageConfig
  readonly layers: readonly LayerSummary[]
  readonly history: readonly HistoryRow[]
  /** The limits that a person should know before trusting the image. */
  readonly warnings: readonly ImageWarning[]
}

/** One row of an image list. */
export type ImageListRow = {
  readonly id: string
  readonly tags: readonly string[]
  readonly size: number
  /** Unix seconds. */
  readonly createdAt: number
  /** Containers made from it. */
  readonly containers: number
}

export type LayerEntryKind = 'file' | 'directory' | 'symlink' | 'hardlink' | 'char' | 'block' | 'fifo'

/** One entry of a layer's tar as it was read: a change the layer makes. */
export type LayerEntry = {
  /** Clean path without leading slash; whiteout names are already taken apart. */
  readonly path: string
  readonly kind: LayerEntryKind
  /** Bytes. */
  readonly size: number
  readonly mode: number
  readonly uid: number
  readonly gid: number
  /** Target of a symlink or hard link; of a device its numbers, `8:1`. */
  readonly link: string
  /**
   * `file`: removes this path of the layers below; `opaque`: hides all that the layers below have in this directory.
   */
  readonly whiteout: 'file' | 'opaque' | null
}
