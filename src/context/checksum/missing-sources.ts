import { rootRelative } from '../../dockerfile/values/container-path.ts'
import { splitPattern } from '../ignore/glob-walk.ts'
import type { DirectoryEntry } from '../tree/entry.ts'
import { resolvePath } from '../tree/resolve-path.ts'
import type { Selector } from './selector.ts'

/**
 * What stops a copy when it runs although its checksum could be computed: the checksum does not ask for sources with
 * excludes, for the directory in front of a wildcard, or for sources inside another one. `selectors` are all of the
 * step's, as written (not normalized). Answers BuildKit's message, or null.
 */
export function missingAtExecution(mirror: DirectoryEntry, selectors: readonly Selector[]): string | null {
  for (const selector of selectors) {
    const path = rootRelative(selector.path)
    const needed = selector.wildcard ? splitPattern(path).literal : path
    if (resolvePath(mirror, needed, { finalLink: true })?.entry === undefined)
      return `lstat /${needed}: no such file or directory`
  }
  return null
}
