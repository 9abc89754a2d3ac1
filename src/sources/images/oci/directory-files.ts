import { join } from 'node:path'
import { ArchiveError } from '../../tar/archive-error.ts'
import { FileBytes } from '../../tar/file-bytes.ts'
import { accessFile, type RandomAccess } from '../archive/random-access.ts'
import type { SavedFiles } from '../archive/saved-files.ts'

/** The files of a directory in the OCI image layout. Source: OCI image spec, image-layout.md. */
export function directoryFiles(directory: string): SavedFiles {
  const known = new Map<string, RandomAccess>()
  const access = async (name: string): Promise<RandomAccess | null> => {
    const earlier = known.get(name)
    if (earlier !== undefined) return earlier
    try {
      const file = await accessFile(join(directory, name))
      known.set(name, file)
      return file
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
      throw error
    }
  }
  return {
    sizeOf: async (name) => (await access(name))?.size ?? null,
    async open(name, passed) {
      const file = await access(name)
      if (file === null) throw new ArchiveError('missing-blob', `${name || 'its configuration'} is not in it`)
      const { fd, close } = await file.open()
      return { bytes: new FileBytes(fd, { start: 0, size: file.size }, passed), close }
    },
    identityOf: (name) => known.get(name)?.identity ?? `${directory}/${name}`,
  }
}
