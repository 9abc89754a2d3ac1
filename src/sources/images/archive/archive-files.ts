import { posix } from 'node:path'
import { ArchiveError } from '../../tar/archive-error.ts'
import { cleanPath } from '../../tar/clean-path.ts'
import { FileBytes, type FilePart } from '../../tar/file-bytes.ts'
import { readTar } from '../../tar/read-tar.ts'
import type { RandomAccess } from './random-access.ts'
import type { SavedFiles } from './saved-files.ts'

/** The most links from one member to another. */
const longestChain = 10

/**
 * Finds the members of an archive that is not compressed as a whole: it reads headers and skips bodies.
 *
 * @param passed is called from time to time with the present position, in bytes
 */
export async function readArchiveFiles(
  archive: RandomAccess,
  { signal, passed }: { readonly signal: AbortSignal; readonly passed?: (done: number) => void },
): Promise<SavedFiles> {
  const parts = new Map<string, FilePart>()
  // Repeated layers of Docker before 25 are symlinks, Podman's old directories too.
  const links = new Map<string, string>()
  const { fd, close } = await archive.open()
  try {
    const bytes = new FileBytes(fd, { start: 0, size: archive.size }, passed)
    for await (const { entry } of readTar(bytes)) {
      signal.throwIfAborted()
      const name = cleanPath(entry.name)
      if (entry.type === '0') parts.set(name, { start: bytes.position, size: entry.size })
      if (entry.type === '1') links.set(name, cleanPath(entry.link))
      if (entry.type === '2') links.set(name, cleanPath(posix.join(posix.dirname(name), entry.link)))
    }
  } finally {
    await close()
  }
  const find = (name: string): FilePart | null => {
    let member = name
    for (let hops = 0; hops < longestChain; hops++) {
      const link = links.get(member)
      if (link === undefined) return parts.get(member) ?? null
      member = link
    }
    throw new ArchiveError('damaged', `${name} is a link that leads nowhere`)
  }
  const partOf = (name: string): FilePart => {
    const part = find(name)
    if (part === null) throw new ArchiveError('missing-blob', `${name || 'its configuration'} is not in it`)
    return part
  }
  return {
    sizeOf: async (name) => find(name)?.size ?? null,
    async open(name, passed) {
      const part = partOf(name)
      const file = await archive.open()
      return { bytes: new FileBytes(file.fd, part, (position) => passed?.(position - part.start)), close: file.close }
    },
    identityOf: (name) => `${archive.identity}@${partOf(name).start}`,
  }
}
