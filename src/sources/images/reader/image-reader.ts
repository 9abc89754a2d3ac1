import type { Image } from '../../../image/model/image.ts'
import type { ImageHandle, ImageReader, ImageSource } from '../../../runtime/ports.ts'
import { readImage } from './read-image.ts'

/** Opens and reads images in this thread. The last opened image is kept, since its layers are requested next. */
export function createImageReader(source: ImageSource): ImageReader {
  let latest: ImageHandle | null = null
  const handleOf = async (image: Image, signal: AbortSignal): Promise<ImageHandle> => {
    if (latest?.image.id !== image.id) latest = await source.open(image.reference, signal)
    return latest
  }
  return {
    follow: source.follow,
    list: source.list,
    resolve: source.resolve,
    async open(reference, signal) {
      latest = await source.open(reference, signal)
      return latest.image
    },
    async read(image, reading, signal) {
      return readImage(await handleOf(image, signal), { ...reading, signal, verify: false })
    },
    async readFile(image, { layer, path }, limit, signal) {
      const handle = await handleOf(image, signal)
      return handle.layers[layer]!.open(path, limit, signal)
    },
    close: source.close,
  }
}
