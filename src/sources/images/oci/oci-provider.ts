import { stat } from 'node:fs/promises'
import type { ImageReference } from '../../../image/model/image-reference.ts'
import type { ImageHandle } from '../../../runtime/ports.ts'
import { ArchiveError } from '../../tar/archive-error.ts'
import { archiveFailure } from '../archive/archive-failure.ts'
import type { SavedImagesOptions } from '../archive/archive-provider.ts'
import { openSavedImage } from '../archive/saved-handle.ts'
import { directoryFiles } from './directory-files.ts'

/** Opens an image of a directory in the OCI image layout. */
export async function openLayoutImage(
  reference: ImageReference<'oci'>,
  options: SavedImagesOptions,
  signal: AbortSignal,
): Promise<ImageHandle> {
  const { path, image: wanted } = reference
  try {
    if (!(await stat(path)).isDirectory()) throw new ArchiveError('not-a-directory', 'it is a file')
    const files = directoryFiles(path)
    return await openSavedImage({ ...options, reference, files, shown: path, wanted, isLasting: true })
  } catch (error) {
    signal.throwIfAborted()
    throw archiveFailure(error, path)
  }
}
