import { selectedPart } from '../../../context/checksum/selected-part.ts'
import type { Selector } from '../../../context/checksum/selector.ts'
import { BadPatternError } from '../../../context/ignore/glob.ts'
import { matchBelow, splitPattern } from '../../../context/ignore/glob-walk.ts'
import type { DirectoryEntry } from '../../../context/tree/entry.ts'
import { baseName, rootRelative } from '../../../dockerfile/values/container-path.ts'
import { type DirectoryStanding, isDirectory, resolveStanding, type Standing } from './path-state.ts'

export type NamedStanding = { readonly name: string; readonly standing: Standing }

/** What a source word picks of a file system, in the order in which it is copied; null: that cannot be told. */
export function pickedStandings(root: DirectoryStanding, selector: Selector): readonly NamedStanding[] | null {
  const path = rootRelative(selector.path)
  try {
    const paths = selector.wildcard ? matchedPaths(root, path) : [path]
    return paths?.map((found) => pick(root, found, selector)) ?? null
  } catch (error) {
    if (error instanceof BadPatternError) return null
    throw error
  }
}

function matchedPaths(root: DirectoryStanding, pattern: string): readonly string[] | null {
  const split = splitPattern(pattern)
  const start = resolveStanding(root, split.literal)
  const entry = start.failure === null ? onlyEntry(start.standing) : null
  if (entry === null || start.failure !== null) return null
  return matchBelow(entry, pattern, split).map(({ path }) => (start.path === '' ? path : `${start.path}/${path}`))
}

function pick(root: DirectoryStanding, path: string, selector: Selector): NamedStanding {
  const found = resolveStanding(root, path)
  const standing = found.failure === null ? found.standing : 'unknown'
  return { name: baseName(`/${path}`), standing: filtered(standing, selector) }
}

function filtered(standing: Standing, { include, exclude }: Selector): Standing {
  if (!isDirectory(standing) || (include.length === 0 && exclude.length === 0)) return standing
  const entry = onlyEntry(standing)
  return entry === null ? 'unknown' : { ...standing, layers: [selectedPart(entry, { include, exclude })] }
}

/** A directory that is one of a context as it stands. */
function onlyEntry(standing: Standing): DirectoryEntry | null {
  if (!isDirectory(standing) || standing.layers.length !== 1) return null
  const [layer] = standing.layers
  return typeof layer === 'object' && layer.kind === 'directory' ? layer : null
}
