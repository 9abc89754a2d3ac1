import type { DirectoryEntry } from '../tree/entry.ts'
import { type ResolvedPath, resolvePath } from '../tree/resolve-path.ts'
import { type MaybeDigest, rootDigest, treeDigest } from '../tree/tree-digest.ts'

/** A source that is not there; the message is BuildKit's. */
export class MissingSourceError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'MissingSourceError'
  }
}

/** The error for a missing source; `path` is relative to the root. */
export const notFound = (path: string): MissingSourceError =>
  new MissingSourceError(`${JSON.stringify(`/${path}`)}: not found`)

type Links = { readonly finalLink: boolean }

/** As resolvePath, but links in circles are an error. */
export function resolveSource(mirror: DirectoryEntry, path: string, links: Links): ResolvedPath {
  const resolved = resolvePath(mirror, path, links)
  if (resolved === null) throw new MissingSourceError('too many links')
  return resolved
}

/** The digest of a path (relative and clean) and everything below it. Throws MissingSourceError. */
export function pathDigest(mirror: DirectoryEntry, path: string, links: Links): MaybeDigest {
  const { entry } = resolveSource(mirror, path, links)
  if (entry === undefined) throw notFound(path)
  return entry === mirror ? rootDigest(mirror) : treeDigest(entry)
}
