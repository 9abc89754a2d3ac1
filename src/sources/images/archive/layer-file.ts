import { FailureError } from '../../../diagnostics/failure.ts'
import type { ByteSource } from '../../tar/byte-source.ts'
import { cleanPath } from '../../tar/clean-path.ts'
import { readTar } from '../../tar/read-tar.ts'

/** Opens the unpacked tar of a layer from its start, for one reading. */
export type OpenLayer = () => Promise<{ readonly bytes: ByteSource; readonly close: () => Promise<void> }>

/** The content of a layer at a path. */
type FoundFile =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  /** The bytes are under another path, in an earlier entry. */
  | { readonly kind: 'hardlink'; readonly to: string; readonly entry: number }
  | { readonly kind: 'other'; readonly what: string }
  | { readonly kind: 'absent' }

/** The most hard links in a chain. */
const longestChain = 10

/**
 * Reads up to `limit` bytes of a file from a layer. The last of several entries for the path counts. A hard link means
 * its target as it was at that position. Throws ArchiveError, and FailureError if the path is not a file.
 */
export async function readLayerFile(
  open: OpenLayer,
  { path, limit }: { readonly path: string; readonly limit: number },
  signal: AbortSignal,
): Promise<Uint8Array> {
  let wanted = path
  let before = Number.POSITIVE_INFINITY
  for (let hops = 0; hops < longestChain; hops++) {
    const found = await findFile(open, { path: wanted, limit, before }, signal)
    switch (found.kind) {
      case 'bytes':
        return found.bytes
      case 'hardlink':
        wanted = found.to
        before = found.entry
        break
      case 'other':
        throw cannotShow(path, `is ${found.what}`, 'choose a file')
      case 'absent':
        throw hops === 0
          ? cannotShow(path, 'is not in this layer', 'choose the layer that last changed it')
          : cannotShow(path, 'is a hard link to a file of another layer', `look at ${wanted} in the layers below`)
    }
  }
  throw cannotShow(path, 'is a hard link that leads nowhere', 'choose a file')
}

/** The last entry for the path among the first `before` of the layer. */
async function findFile(
  open: OpenLayer,
  { path, limit, before }: { readonly path: string; readonly limit: number; readonly before: number },
  signal: AbortSignal,
): Promise<FoundFile> {
  const { bytes, close } = await open()
  let found: FoundFile = { kind: 'absent' }
  let index = 0
  try {
    for await (const { entry, body } of readTar(bytes)) {
      signal.throwIfAborted()
      if (index === before) break
      if (cleanPath(entry.name) === path && isPath(entry.type)) {
        if (entry.type === '1') found = { kind: 'hardlink', to: cleanPath(entry.link), entry: index }
        else if (entry.type !== '0') found = { kind: 'other', what: nameOfType(entry.type) }
        else if (entry.sparse) found = { kind: 'other', what: 'a sparse file, stored in pieces' }
        else found = { kind: 'bytes', bytes: Uint8Array.from(await body.take(Math.min(limit, entry.size))) }
      }
      index++
    }
  } finally {
    await close()
  }
  return found
}

/** Volume labels and other foreign entries create nothing at their path. */
const isPath = (type: string): boolean => /^[0-6]$/.test(type)

const cannotShow = (path: string, why: string, nextStep: string) =>
  new FailureError({ kind: 'no-file', summary: `/${path} ${why}`, detail: '', nextStep })

function nameOfType(type: string): string {
  const names: Readonly<Record<string, string>> = {
    2: 'a symlink',
    3: 'a device',
    4: 'a device',
    5: 'a directory',
    6: 'a pipe',
  }
  return names[type] ?? 'not a file'
}
