import type { ImageConfig } from './image.ts'

/** Identity and configuration of a base image, as far as an engine reports them. */
export type BaseImage = {
  /** Complete reference, `docker.io/library/x:tag`. */
  readonly ref: string
  /** Image ID; null: the engine does not have it. */
  readonly id: string | null
  /** Manifest digest where the store has one (containerd store). */
  readonly digest: string | null
  readonly diffIds: readonly string[]
  /** The platform of the image, `linux/amd64`; absent: not reported. */
  readonly platform?: string
  readonly config: ImageConfig | null
}
