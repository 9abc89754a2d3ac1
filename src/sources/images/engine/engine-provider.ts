import { FailureError } from '../../../diagnostics/failure.ts'
import type { Image } from '../../../image/model/image.ts'
import type { ImageReference } from '../../../image/model/image-reference.ts'
import type { ImageHandle, ImageProgress } from '../../../runtime/ports.ts'
import type { EngineClient } from '../../engine/engine-client.ts'
import { engineFailure } from '../../engine/engine-failure.ts'
import { ArchiveError } from '../../tar/archive-error.ts'
import { archiveFailure, layerFailure } from '../archive/archive-failure.ts'
import { readArchiveFiles } from '../archive/archive-files.ts'
import { findSavedImages } from '../archive/saved-image.ts'
import { type StoredLayer, savedLayer } from '../archive/saved-layer.ts'
import type { Spool } from '../archive/spool.ts'
import type { LayerIndex } from '../index/layer-index.ts'
import { readContainerChanges } from './container-changes.ts'
import { inspectImage } from './inspect-image.ts'

export type EngineImagesOptions = {
  readonly spool: Spool
  readonly index: LayerIndex | null
  /** Asks the engine over a separate connection. */
  readonly asking: <Answer>(ask: (client: EngineClient) => Promise<Answer>) => Promise<Answer>
}

type Report = (progress: ImageProgress) => void

/**
 * Opens an image of the engine. Its layers come as one stream (`docker save`), in any order and with the table of
 * contents at the end. The stream is stored when the first layer is requested, and every layer and file is read from
 * there.
 */
export async function openEngineImage(
  reference: ImageReference<'engine'>,
  options: EngineImagesOptions,
  signal: AbortSignal,
): Promise<ImageHandle> {
  const { asking, index } = options
  const image = await asking((client) => inspectImage(client, reference, signal))
  return {
    image,
    layers: image.layers.map(({ diffId }, layer) =>
      savedLayer({
        diffId,
        locate: (report, ended) => locateLayer(image, layer, options, report, ended),
        index,
        isLasting: false,
        failure: (error) => layerFailure(error, layer, 'the image that the engine sent'),
      }),
    ),
    containerChanges: (ended) => asking((client) => readContainerChanges(client, image, ended)),
  }
}

/** Finds a layer in the image that the engine sends or has sent before. Throws FailureError. */
async function locateLayer(
  image: Image,
  layer: number,
  { spool, asking }: EngineImagesOptions,
  report: Report,
  signal: AbortSignal,
): Promise<StoredLayer> {
  return asking(async (client) => {
    try {
      const sent = await spool.get(image.id, () => saveImage(client, image, report, signal))
      const files = await readArchiveFiles(sent, { signal })
      const { images } = await findSavedImages(files, image.platform)
      const same = images.find((saved) =>
        saved.image.layers.every(({ diffId }, i) => diffId === image.layers[i]?.diffId),
      )
      const name = same?.layers[layer]
      if (name === undefined) {
        throw new ArchiveError('not-an-image', 'the engine sent another image than requested')
      }
      return { files, name }
    } catch (error) {
      // The stored bytes are useless; the next request gets them sent again.
      if (error instanceof ArchiveError) spool.close()
      signal.throwIfAborted()
      throw savedFailure(error, client)
    }
  })
}

/** The bytes of a `docker save`. Engines with the classic store send nothing until they have packed the whole image. */
async function* saveImage(
  client: EngineClient,
  { id }: Image,
  report: Report,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, void> {
  report({ phase: 'engine is exporting the image', done: 0, total: null })
  const stream = await client.stream(`/images/${id}/get`, {}, signal)
  let done = 0
  try {
    for await (const chunk of stream) {
      signal.throwIfAborted()
      done += (chunk as Buffer).length
      report({ phase: 'reading the image from the engine', done, total: null })
      yield chunk as Buffer
    }
  } finally {
    stream.destroy()
  }
}

function savedFailure(error: unknown, client: EngineClient): unknown {
  if ((error as NodeJS.ErrnoException).code === 'ENOSPC') return archiveFailure(error, 'the image')
  if (!(error instanceof ArchiveError)) return engineFailure(error, client.endpoint)
  const summary =
    error.kind === 'truncated'
      ? 'the engine stopped in the middle of sending the image'
      : 'the engine sent something that is not an image'
  return new FailureError(
    {
      kind: 'engine-error',
      summary,
      detail: error.message,
      nextStep: 'try again, or read a file: docker save IMAGE -o FILE',
    },
    { cause: error },
  )
}
