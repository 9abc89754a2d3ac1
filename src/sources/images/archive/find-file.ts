import { FailureError } from '../../../diagnostics/failure.ts'
import type { ByteSource } from '../../tar/byte-source.ts'
import { cleanPath } from '../../tar/clean-path.ts'
import { decompressed } from '../../tar/decompress.ts'
import { walkTar } from '../../tar/walk-tar.ts'

/** What a layer holds under a path. */
export type FoundFile =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  /** The bytes stand under another path of the same layer. */
  | { readonly kind: 'hardlink'; readonly to: string }
  | { readonly kind: 'other'; readonly what: string }
  | { readonly kind: 'absent' }

/** Looks for a path in the bytes of a layer and takes up to `limit` bytes of it. Throws ArchiveError. */
export async function findFile(
  bytes: ByteSource,
  { path, limit }: { readonly path: string; readonly limit: number },
  signal: AbortSignal,
): Promise<FoundFile> {
  let found: FoundFile = { kind: 'absent' }
  await walkTar(await decompressed(bytes), async (entry, body) => {
    signal.throwIfAborted()
    if (cleanPath(entry.name) !== path) return undefined
    if (entry.type === '1') found = { kind: 'hardlink', to: cleanPath(entry.link) }
    else if (entry.type !== '0') found = { kind: 'other', what: nameOfType(entry.type) }
    else if (entry.sparse) found = { kind: 'other', what: 'a sparse file, stored in pieces' }
    else found = { kind: 'bytes', bytes: Uint8Array.from(await body.take(Math.min(limit, entry.size))) }
    return 'stop'
  })
  return found
}

/** The bytes, or a FailureError that says why there are none. */
export function bytesOfFound(found: FoundFile, path: string): Uint8Array {
  switch (found.kind) {
    case 'bytes':
      return found.bytes
    case 'hardlink':
      throw cannotShow(path, 'is a hard link to a file of another layer', `look at ${found.to} in the layers below`)
    case 'other':
      throw cannotShow(path, `is ${found.what}`, 'choose a file')
    case 'absent':
      throw cannotShow(path, 'is not in this layer', 'choose the layer that last changed it')
  }
}

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
