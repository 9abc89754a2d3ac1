/** The image of a stage between two steps. */
export type StageImage = {
  /** The id under which its children are recorded. */
  readonly id: string
  /** Images of earlier builds that it may be. */
  readonly known: readonly string[]
  /** It may be, or is, made by this build. */
  readonly isNew: boolean
  /** `id` of the step where the re-running, or the uncertainty, begins; null: all steps so far are cached. */
  readonly brokenBy: string | null
  /** Its identity depends on files that are not hashed yet. */
  readonly unhashed: boolean
}

/** An image that is there for certain. */
export const settledImage = (id: string): StageImage => ({
  id,
  known: [id],
  isNew: false,
  brokenBy: null,
  unhashed: false,
})

/** The empty image. */
export const emptyImage: StageImage = settledImage('')
