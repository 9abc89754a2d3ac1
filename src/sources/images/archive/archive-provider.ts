import type { ImageReference } from '../../../image/model/image-reference.ts'
import type { ImageHandle } from '../../../runtime/ports.ts'
import { pieces } from '../../tar/byte-source.ts'
import { decompressed } from '../../tar/decompress.ts'
import { FileBytes } from '../../tar/file-bytes.ts'
import type { LayerIndex } from '../index/layer-index.ts'
import { archiveFailure } from './archive-failure.ts'
import { readArchiveFiles } from './archive-files.ts'
import { accessFile, type RandomAccess } from './random-access.ts'
import { openSavedImage } from './saved-handle.ts'
import type { Spool } from './spool.ts'

/** Options of the providers of saved images. */
export type SavedImagesOptions = {
  readonly spool: Spool
  readonly index: LayerIndex | null
  /** For which platform an image is shown that is there for several, `linux/amd64`. */
  readonly platform: string
}

/** Opens an image of a tar archive: of Docker's form or an OCI layout, as a whole compressed or not. */
export async function openArchiveImage(
  reference: ImageReference<'docker-archive' | 'oci-archive'>,
  options: SavedImagesOptions,
  signal: AbortSignal,
): Promise<ImageHandle> {
  const { path, image: wanted } = reference
  try {
    const archive = await accessFile(path)
    const readable = await unpackedArchive(archive, options.spool, signal)
    const files = await readArchiveFiles(readable, { signal })
    const isLasting = readable === archive
    return await openSavedImage({ ...options, reference, files, shown: path, wanted, isLasting })
  } catch (error) {
    signal.throwIfAborted()
    throw archiveFailure(error, path)
  }
}

/** Opens the first image of an archive that is piped in. It is kept as long as the program runs. */
export async function openPipedImage(
  reference: ImageReference<'stdin'>,
  input: AsyncIterable<Uint8Array>,
  options: SavedImagesOptions,
  signal: AbortSignal,
): Promise<ImageHandle> {
  const shown = 'standard input'
  try {
    const piped = await options.spool.get('stdin', () => input)
    const files = await readArchiveFiles(await unpackedArchive(piped, options.spool, signal), { signal })
    return await openSavedImage({ ...options, reference, files, shown, wanted: null, isLasting: false })
  } catch (error) {
    signal.throwIfAborted()
    throw archiveFailure(error, shown)
  }
}

/** An archive that is compressed as a whole has no positions to read from, so it is unpacked first. */
async function unpackedArchive(archive: RandomAccess, spool: Spool, signal: AbortSignal): Promise<RandomAccess> {
  const { fd, close } = await archive.open()
  try {
    const { bytes, compression, close: end } = await decompressed(new FileBytes(fd, { start: 0, size: archive.size }))
    try {
      if (compression === 'none') return archive
      return await spool.get(`unpacked ${archive.identity}`, async function* () {
        for await (const piece of pieces(bytes)) {
          signal.throwIfAborted()
          yield piece
        }
      })
    } finally {
      await end()
    }
  } finally {
    await close()
  }
}
