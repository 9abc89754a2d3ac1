import { FailureError } from '../../../diagnostics/failure.ts'
import type { ImageReference } from '../../../image/model/image-reference.ts'
import type { ImageWarning } from '../../../image/model/image-warning.ts'
import type { ImageHandle } from '../../../runtime/ports.ts'
import type { LayerIndex } from '../index/layer-index.ts'
import { layerFailure } from './archive-failure.ts'
import type { SavedFiles } from './saved-files.ts'
import { findSavedImages, type SavedContents, type SavedImage } from './saved-image.ts'
import { savedLayer } from './saved-layer.ts'

export type SavedHandleOptions = {
  readonly reference: ImageReference
  readonly files: SavedFiles
  /** The archive or directory, as it is named to a person. */
  readonly shown: string
  /** The requested image if there are several; null: the first one. */
  readonly wanted: string | null
  /** For which platform, `linux/amd64`, where there are several. */
  readonly platform: string
  readonly index: LayerIndex | null
  readonly isLasting: boolean
}

/** Finds the image that is meant among saved files. Throws FailureError, and ArchiveError. */
export async function openSavedImage(options: SavedHandleOptions): Promise<ImageHandle> {
  const { reference, files, shown, wanted, platform, index, isLasting } = options
  const contents = await findSavedImages(files, platform)
  const saved = chooseImage(contents, wanted, shown)
  return {
    image: { reference, ...saved.image, warnings: warningsOf(contents, saved, wanted) },
    layers: saved.layers.map((name, layer) =>
      savedLayer({
        diffId: saved.image.layers[layer]!.diffId,
        locate: async () => ({ files, name }),
        index,
        isLasting,
        failure: (error) => layerFailure(error, layer, shown),
      }),
    ),
    containerChanges: async () => [],
  }
}

function chooseImage({ images, skipped }: SavedContents, wanted: string | null, shown: string): SavedImage {
  const image = wanted === null ? images[0] : images.find(({ image }) => image.tags.includes(wanted))
  if (image !== undefined) return image
  const refused = skipped.find(({ names }) => wanted !== null && names.includes(wanted))
  if (refused !== undefined) throw refused.error
  const tags = images.flatMap((one) => one.image.tags)
  throw new FailureError({
    kind: 'no-image',
    summary: `${shown} has no image ${wanted}`,
    detail: tags.length === 0 ? '' : `it has ${tags.join(', ')}`,
    nextStep: 'choose one of these, or none for the first',
  })
}

function warningsOf({ images, skipped }: SavedContents, shown: SavedImage, wanted: string | null): ImageWarning[] {
  const nameOf = ({ image }: SavedImage) => image.tags[0] ?? image.id
  const others = images.filter((one) => one !== shown).map(nameOf)
  const platforms = shown.platforms.filter((platform) => platform !== shown.image.platform)
  return [
    ...(wanted === null && others.length > 0 ? [{ kind: 'other-images', shown: nameOf(shown), others } as const] : []),
    ...(platforms.length > 0
      ? [{ kind: 'other-platforms', shown: shown.image.platform, others: platforms } as const]
      : []),
    ...skipped.map(({ names, error }) => ({ kind: 'skipped', names, why: error.message }) as const),
  ]
}
