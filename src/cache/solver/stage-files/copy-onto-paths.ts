import { baseName, rootRelative } from '../../../dockerfile/values/container-path.ts'
import {
  childState,
  type DirectoryState,
  emptyDirectory,
  isDirectory,
  isFile,
  isLink,
  knownNames,
  type PathState,
  resolvePathState,
  someFile,
  withPathState,
} from './path-state.ts'

/** The paths after a step, or BuildKit's error without the path of its store. */
export type Placed =
  | { readonly root: DirectoryState; readonly failure: null }
  | { readonly root: null; readonly failure: string }

const fails = (failure: string): Placed => ({ root: null, failure })
const leaves = (root: DirectoryState): Placed => ({ root, failure: null })

/** Creates a directory and its parents, as WORKDIR does. `path` is relative. Source: fsutil copy/mkdir.go: MkdirAll. */
export function makePathState(root: DirectoryState, path: string): Placed {
  const found = resolvePathState(root, path)
  if (found.failure !== null) return fails(found.failure)
  if (isFile(found.pathState)) return fails(`mkdir /${found.path}: not a directory`)
  if (found.path === '') return leaves(root)
  return leaves(withPathState(root, found.path, { ...emptyDirectory, itself: found.pathState === 'absent' }))
}

/**
 * Copies one source to `destination` (absolute, with its trailing slash). The contents of a directory go into it; a
 * file takes its place or, if it is a directory, goes into it under `name`. Links to the destination are followed; a
 * link inside it is replaced. Source: tonistiigi/fsutil copy/copy.go: Copy, prepareTargetDir.
 */
export function copyOntoPaths(
  root: DirectoryState,
  destination: string,
  { name, pathState: source }: { readonly name: string; readonly pathState: PathState },
): Placed {
  const path = rootRelative(destination)
  const isDirectoryPath = /\/\.?$/.test(destination)
  const ensured = makePathState(root, isDirectoryPath ? path : path.slice(0, Math.max(path.lastIndexOf('/'), 0)))
  if (ensured.failure !== null) return ensured
  const target = resolvePathState(ensured.root, path)
  if (target.failure !== null) return fails(target.failure)
  if (isDirectory(source)) return mergeInto(ensured.root, target.path, target.pathState, source)
  if (source === 'unknown' || source === 'absent') return leaves(withPathState(ensured.root, '', 'unknown'))
  return putFile(ensured.root, target.path, target.pathState, name)
}

function putFile(root: DirectoryState, path: string, existing: PathState, name: string): Placed {
  if (existing === 'unknown') return leaves(withPathState(root, path, 'unknown'))
  if (!isDirectory(existing)) return leaves(withPathState(root, path, someFile))
  const inside = path === '' ? baseName(name) : `${path}/${baseName(name)}`
  const replaced = childState(existing, baseName(name))
  if (isDirectory(replaced) && replaced.itself) return fails(`cannot replace to directory /${inside} with file`)
  return leaves(withPathState(root, inside, someFile))
}

function mergeInto(root: DirectoryState, path: string, existing: PathState, source: DirectoryState): Placed {
  const conflict = conflictWith(source, existing, path)
  if (conflict !== null) return fails(conflict)
  return leaves(withPathState(root, path, { ...source, itself: existing === 'absent' }))
}

/** The first path where a directory meets an entry of another kind, or null. */
function conflictWith(source: DirectoryState, existing: PathState, path: string): string | null {
  if (isFile(existing) || isLink(existing)) return `cannot copy to non-directory: /${path}`
  if (!isDirectory(existing)) return null
  // The same entry was put there last.
  if (source.parts.length === 1 && source.parts[0] === existing.parts[0]) return null
  for (const name of knownNames(source)) {
    const [put, there] = [childState(source, name), childState(existing, name)]
    const inside = path === '' ? name : `${path}/${name}`
    if (isDirectory(put)) {
      const conflict = conflictWith(put, there, inside)
      if (conflict !== null) return conflict
    } else if (put !== 'unknown' && isDirectory(there) && there.itself)
      return `cannot replace to directory /${inside} with file`
  }
  return null
}

/** Lays a linked copy over the paths below: its entries replace what is there. */
export function overlayPaths(lower: DirectoryState, upper: DirectoryState): DirectoryState {
  const known = upper.parts.indexOf('anything')
  if (known >= 0) return { ...lower, parts: [...upper.parts.slice(0, known), 'anything'] }
  // The copy may replace a link of the image, so that known paths lead elsewhere.
  return {
    ...lower,
    parts: [...upper.parts, ...(lower.parts.includes('anything') ? (['anything'] as const) : lower.parts)],
  }
}
