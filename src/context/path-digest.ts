import type { DirectoryEntry } from './entry.ts'
import { resolvePath } from './resolve-path.ts'
import { type MaybeDigest, rootDigest, treeDigest } from './tree-digest.ts'

/** A source that is not there; the message is BuildKit's. */
export class MissingSourceError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'MissingSourceError'
  }
}

export const notFound = (path: string): MissingSourceError =>
  new MissingSourceError(`${JSON.stringify(`/${path}`)}: not found`)

/** The digest of a path (relative and clean) and everything below it. Throws MissingSourceError. */
export function pathDigest(mirror: DirectoryEntry, path: string, links: { readonly finalLink: boolean }): MaybeDigest {
  const resolved = resolvePath(mirror, path, links)
  if (resolved === null) throw new MissingSourceError('too many links')
  if (resolved.entry === undefined) throw notFound(path)
  return resolved.entry === mirror ? rootDigest(mirror) : treeDigest(resolved.entry)
}
