import { ArchiveError } from './archive-error.ts'

/** Linux takes no longer path (PATH_MAX), so no longer one can have been in an image. */
const longestPath = 4096

/**
 * A path of an archive without leading slash, `.` and empty parts; `..` cannot lead out of the root, as when unpacking
 * in one. Throws ArchiveError for a path that no system can have.
 */
export function cleanPath(name: string): string {
  if (name.length > longestPath) throw new ArchiveError('damaged', `an entry has a path of ${name.length} characters`)
  const simple = name.startsWith('./') ? name.slice(2) : name
  const bare = simple.endsWith('/') ? simple.slice(0, -1) : simple
  if (!/^\/|\/\/|(?:^|\/)\.{1,2}(?:\/|$)|\/$/.test(bare)) return bare
  const parts: string[] = []
  for (const part of bare.split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '' && part !== '.') parts.push(part)
  }
  return parts.join('/')
}
