import { selectedPart } from '../../../context/checksum/selected-part.ts'
import type { Selector } from '../../../context/checksum/selector.ts'
import { BadPatternError } from '../../../context/ignore/glob.ts'
import { matchBelow, splitPattern } from '../../../context/ignore/glob-walk.ts'
import type { DirectoryEntry } from '../../../context/tree/entry.ts'
import { baseName, rootRelative } from '../../../dockerfile/values/container-path.ts'
import { type DirectoryState, isDirectory, type PathState, resolvePathState } from './path-state.ts'

export type NamedPathState = { readonly name: string; readonly pathState: PathState }

/** The entries that a source word selects, in copy order; null: they are not known. */
export function pickedPaths(root: DirectoryState, selector: Selector): readonly NamedPathState[] | null {
  const path = rootRelative(selector.path)
  try {
    const paths = selector.wildcard ? matchedPaths(root, path) : [path]
    return paths?.map((found) => pick(root, found, selector)) ?? null
  } catch (error) {
    if (error instanceof BadPatternError) return null
    throw error
  }
}

function matchedPaths(root: DirectoryState, pattern: string): readonly string[] | null {
  const split = splitPattern(pattern)
  const start = resolvePathState(root, split.literal)
  const entry = start.failure === null ? onlyEntry(start.pathState) : null
  if (entry === null || start.failure !== null) return null
  return matchBelow(entry, pattern, split).map(({ path }) => (start.path === '' ? path : `${start.path}/${path}`))
}

function pick(root: DirectoryState, path: string, selector: Selector): NamedPathState {
  const found = resolvePathState(root, path)
  const pathState = found.failure === null ? found.pathState : 'unknown'
  return { name: baseName(`/${path}`), pathState: filtered(pathState, selector) }
}

function filtered(pathState: PathState, { include, exclude }: Selector): PathState {
  if (!isDirectory(pathState) || (include.length === 0 && exclude.length === 0)) return pathState
  const entry = onlyEntry(pathState)
  return entry === null ? 'unknown' : { ...pathState, parts: [selectedPart(entry, { include, exclude })] }
}

/** Whether a directory is an unchanged directory of a context. */
function onlyEntry(pathState: PathState): DirectoryEntry | null {
  if (!isDirectory(pathState) || pathState.parts.length !== 1) return null
  const [layer] = pathState.parts
  return typeof layer === 'object' && layer.kind === 'directory' ? layer : null
}
