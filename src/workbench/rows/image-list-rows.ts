import type { ImageListRow } from '../../image/model/image.ts'
import { memoize } from '../../memo/memoize.ts'
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

type ImageChoiceInputs = { readonly images: readonly ImageListRow[] | null; readonly query: string }

/** The engine's images, newest first; with a query only those whose name contains it. */
export const imageChoices = memoize(({ images, query }: ImageChoiceInputs): readonly ImageChoice[] => {
  const wanted = query.trim().toLowerCase()
  return (images ?? []).map(choiceOf).filter(({ name, id }) => `${name} ${id}`.toLowerCase().includes(wanted))
})

function choiceOf(image: ImageListRow): ImageChoice {
  const [tag] = image.tags
  return {
    id: image.id,
    selectable: true,
    ref: tag ?? image.id,
    name: tag === undefined ? image.id.replace(/^sha256:/, '').slice(0, 12) : printable(image.tags.join(', ')),
    image,
  }
}
