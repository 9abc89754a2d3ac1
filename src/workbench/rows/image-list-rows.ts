import type { ImageListRow } from '../../image/model/image.ts'
import { printable } from '../../text/printable.ts'

/** A row of the image list. */
export type ImageChoice = {
  readonly id: string
  readonly selectable: true
  /** What the engine finds it by. */
  readonly ref: string
  /** Tags, or the short ID of an untagged image. */
  readonly name: string
  readonly image: ImageListRow
}

/** The engine's images, newest first. */
export function imageChoices(images: readonly ImageListRow[] | null): readonly ImageChoice[] {
  return (images ?? []).map((image) => {
    const [tag] = image.tags
    return {
      id: image.id,
      selectable: true,
      ref: tag ?? image.id,
      name: tag === undefined ? image.id.replace(/^sha256:/, '').slice(0, 12) : printable(image.tags.join(', ')),
      image,
    }
  })
}
