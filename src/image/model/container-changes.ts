/** A container made from an image, and what it has changed in its writable layer, on top of the image's layers. */
export type ContainerChanges = {
  readonly id: string
  readonly name: string
  /** `running`, `exited` … */
  readonly state: string
  /** Bytes of the writable layer; null where the engine does not tell. */
  readonly size: number | null
  readonly changes: readonly ContainerChange[]
}

export type ContainerChange = {
  /** Without leading slash. */
  readonly path: string
  readonly mark: 'added' | 'modified' | 'removed'
}
