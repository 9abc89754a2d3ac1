import type { LayerEntry, LayerEntryKind } from '../../../image/model/image.ts'
import { ArchiveError } from '../../tar/archive-error.ts'
import type { ByteSource } from '../../tar/byte-source.ts'
import { cleanPath } from '../../tar/clean-path.ts'
import { decompressed } from '../../tar/decompress.ts'
import { type TarEntry, walkTar } from '../../tar/walk-tar.ts'

/** More paths than any image has; a bomb is stopped before it fills the memory. */
const mostEntries = 5_000_000

/**
 * The entries of one layer, in the layer's own order, whiteouts taken apart (OCI image spec, layers). The bytes may be
 * compressed. Stops with the signal's reason; throws ArchiveError.
 */
export async function readLayerEntries(bytes: ByteSource, signal: AbortSignal): Promise<readonly LayerEntry[]> {
  const entries: LayerEntry[] = []
  await walkTar(await decompressed(bytes), (told) => {
    signal.throwIfAborted()
    const entry = toLayerEntry(told)
    if (entry !== null) entries.push(entry)
    if (entries.length > mostEntries) throw new ArchiveError('too-large', `a layer has over ${mostEntries} entries`)
    return undefined
  })
  return entries
}

/** Null for the root, for what is no file (volume labels) and for AUFS's own records. */
export function toLayerEntry(told: TarEntry): LayerEntry | null {
  const kind = kindOf(told)
  const path = cleanPath(told.name)
  if (kind === null || path === '') return null
  const slash = path.lastIndexOf('/')
  const name = path.slice(slash + 1)
  if (!name.startsWith('.wh.') && !path.startsWith('.wh..wh.')) {
    const link = kind === 'hardlink' ? cleanPath(told.link) : kind === 'symlink' ? told.link : ''
    return newEntry(path, kind, told, kind === 'file' ? told.size : 0, link, null)
  }
  if (name === '.wh..wh..opq') return newEntry(path.slice(0, Math.max(slash, 0)), kind, told, 0, '', 'opaque')
  if (name.startsWith('.wh..wh.') || path.startsWith('.wh..wh.')) return null
  return newEntry(path.slice(0, slash + 1) + name.slice(4), kind, told, 0, '', 'file')
}

/** One shape for all, spelled out: there are hundreds of thousands of them. */
const newEntry = (
  path: string,
  kind: LayerEntryKind,
  { mode, uid, gid }: TarEntry,
  size: number,
  link: string,
  whiteout: LayerEntry['whiteout'],
): LayerEntry => ({ path, kind, size, mode, uid, gid, link, whiteout })

function kindOf({ type, name }: TarEntry): LayerEntryKind | null {
  switch (type) {
    case '0':
      // Before POSIX, a directory was a file whose name ends with a slash.
      return name.endsWith('/') ? 'directory' : 'file'
    case '1':
      return 'hardlink'
    case '2':
      return 'symlink'
    case '3':
    case '4':
      return 'device'
    case '5':
      return 'directory'
    case '6':
      return 'fifo'
    default:
      return null
  }
}
