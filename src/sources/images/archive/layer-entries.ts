import type { LayerEntry, LayerEntryKind } from '../../../image/model/image.ts'
import { ArchiveError } from '../../tar/archive-error.ts'
import type { ByteSource } from '../../tar/byte-source.ts'
import { cleanPath } from '../../tar/clean-path.ts'
import { readTar, type TarEntry } from '../../tar/read-tar.ts'

/** More paths than any image has; a bomb is stopped before it fills the memory. */
const mostEntries = 5_000_000

/**
 * The entries of one layer, in the layer's own order, whiteouts taken apart (OCI image spec, layers).
 *
 * @param bytes the layer's tar, unpacked
 * @throws ArchiveError; the entries before stay true
 */
export async function* layerEntries(bytes: ByteSource): AsyncGenerator<LayerEntry, void, undefined> {
  let count = 0
  for await (const { entry } of readTar(bytes)) {
    const change = toLayerEntry(entry)
    if (change !== null) yield change
    if (++count > mostEntries) throw new ArchiveError('too-large', `a layer has over ${mostEntries} entries`)
  }
}

/** Null for the root, for entries other than files (volume labels) and for AUFS's own records. */
export function toLayerEntry(entry: TarEntry): LayerEntry | null {
  const kind = kindOf(entry)
  const path = cleanPath(entry.name)
  if (kind === null || path === '') return null
  const slash = path.lastIndexOf('/')
  const name = path.slice(slash + 1)
  if (!name.startsWith('.wh.') && !path.startsWith('.wh..wh.')) {
    return newEntry(path, kind, entry, kind === 'file' ? entry.size : 0, linkOf(entry, kind), null)
  }
  if (name === '.wh..wh..opq') return newEntry(path.slice(0, Math.max(slash, 0)), kind, entry, 0, '', 'opaque')
  if (name.startsWith('.wh..wh.') || path.startsWith('.wh..wh.')) return null
  return newEntry(path.slice(0, slash + 1) + name.slice(4), kind, entry, 0, '', 'file')
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

function linkOf({ link, major, minor }: TarEntry, kind: LayerEntryKind): string {
  switch (kind) {
    case 'hardlink':
      return cleanPath(link)
    case 'symlink':
      return link
    case 'char':
    case 'block':
      return `${major}:${minor}`
    case 'file':
    case 'directory':
    case 'fifo':
      return ''
  }
}

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
      return 'char'
    case '4':
      return 'block'
    case '5':
      return 'directory'
    case '6':
      return 'fifo'
    default:
      return null
  }
}
