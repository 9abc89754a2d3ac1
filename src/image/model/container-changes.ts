/** A container made from an image, and the changes in its writable layer, on top of the image's layers. */
export type ContainerChanges = {
  readonly id: string
  readonly name: string
  /** `running`, `exited` … */
  readonly state: string
  /** Bytes of the writable layer; null if the engine does not report them. */
  readonly size: number | null
  readonly changes: readonly ContainerChange[]
}

export type ContainerChange = {
  /** Without leading slash. */
  readonly path: string
  readonly mark: 'added' | 'modified' | 'removed'
}
