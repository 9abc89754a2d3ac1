import { rootRelative } from '../../dockerfile/values/container-path.ts'
import { splitPattern } from '../ignore/glob-walk.ts'
import type { DirectoryEntry } from '../tree/entry.ts'
import { resolvePath } from '../tree/resolve-path.ts'
import type { Selector } from './selector.ts'

/**
 * Checks for sources that stop a copy at run time although its checksum could be computed. The checksum does not look
 * for sources with excludes, the directory in front of a wildcard, or sources inside another source. `selectors` are
 * all selectors of the step as written (not normalized). Returns BuildKit's message, or null.
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
