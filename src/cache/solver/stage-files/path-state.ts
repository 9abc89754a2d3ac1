import { childOf, type DirectoryEntry, type Entry } from '../../../context/tree/entry.ts'

/**
 * The knowledge about a path in the file system of a stage: the kind of its entry, which decides whether a copy onto it
 * fails. Devices and sockets count as files. `unknown`: an image or a command may have created any entry there.
 */
export type PathState = 'unknown' | 'absent' | FileState | LinkState | DirectoryState

/** `size` in bytes; null: not known. */
export type FileState = { readonly kind: 'file'; readonly size: number | null }
export type LinkState = { readonly kind: 'link'; readonly target: string }

export type DirectoryState = {
  readonly kind: 'directory'
  /** The path is a directory; false: it may also be a link to a directory in the image. */
  readonly itself: boolean
  /** The entries that were put into it, the last first. Each hides or joins the entries under it. */
  readonly parts: readonly DirectoryPart[]
}

/** `anything`: unknown entries. */
export type DirectoryPart = DirectoryEntry | MadePart | 'anything'
type MadePart = { readonly kind: 'made'; readonly name: string; readonly pathState: PathState }

export const emptyDirectory: DirectoryState = { kind: 'directory', itself: true, parts: [] }
export const unknownRoot: DirectoryState = { kind: 'directory', itself: true, parts: ['anything'] }

export const someFile: FileState = { kind: 'file', size: null }

export const isDirectory = (pathState: PathState): pathState is DirectoryState =>
  typeof pathState === 'object' && pathState.kind === 'directory'
export const isLink = (pathState: PathState): pathState is LinkState =>
  typeof pathState === 'object' && pathState.kind === 'link'
export const isFile = (pathState: PathState): pathState is FileState =>
  typeof pathState === 'object' && pathState.kind === 'file'

/** The state of a path with a known entry. */
export function pathStateOf(entry: Entry): PathState {
  switch (entry.kind) {
    case 'symlink':
      return { kind: 'link', target: entry.target }
    case 'directory':
      return { kind: 'directory', itself: true, parts: [entry] }
    case 'file':
      return { kind: 'file', size: entry.size }
    case 'special':
      return someFile
  }
}

/** The state of a name in a directory; links are not followed. */
export function childState({ parts: layers }: DirectoryState, name: string): PathState {
  let veiled = false
  const joined: DirectoryState[] = []
  const inside: DirectoryPart[] = []
  for (const layer of layers) {
    const child = layer === 'anything' ? 'unknown' : childIn(layer, name)
    if (child === undefined || child === 'absent') continue
    if (child === 'unknown') {
      inside.push('anything')
      veiled ||= joined.length === 0
    } else if (isDirectory(child)) {
      joined.push(child)
      inside.push(...child.parts)
    } else if (joined.length > 0) break
    else return veiled ? 'unknown' : child
  }
  // A copy cannot replace a directory: unknown entries above it can only have added to it.
  if (joined.length > 0) return { kind: 'directory', itself: joined.some(({ itself }) => itself), parts: inside }
  return veiled ? 'unknown' : 'absent'
}

function childIn(layer: Exclude<DirectoryPart, 'anything'>, name: string): PathState | undefined {
  if (layer.kind === 'made') return layer.name === name ? layer.pathState : undefined
  const entry = childOf(layer, name)
  return entry === undefined ? undefined : pathStateOf(entry)
}

/** Names that are known to be in a directory. */
export function knownNames({ parts: layers }: DirectoryState): ReadonlySet<string> {
  return new Set(
    layers.flatMap((layer) => {
      if (layer === 'anything') return []
      return layer.kind === 'made' ? [layer.name] : layer.children.map(({ name }) => name)
    }),
  )
}

/** The file system after an entry was put at a path without links in it; missing parents are created. */
export function withPathState(root: DirectoryState, path: string, pathState: PathState): DirectoryState {
  if (path === '') {
    const added = isDirectory(pathState) ? pathState.parts : (['anything'] as const)
    return { ...root, parts: [...added, ...root.parts] }
  }
  const slash = path.indexOf('/')
  const name = slash < 0 ? path : path.slice(0, slash)
  const put = slash < 0 ? pathState : putBelow(childState(root, name), path.slice(slash + 1), pathState)
  return { ...root, parts: [{ kind: 'made', name, pathState: put }, ...root.parts] }
}

function putBelow(existing: PathState, path: string, pathState: PathState): DirectoryState {
  const directory = isDirectory(existing) ? existing : { ...emptyDirectory, itself: existing !== 'unknown' }
  const { parts: layers } = withPathState(directory, path, pathState)
  // Only new entries: the others are already in the layers below.
  return { ...directory, parts: layers.slice(0, 1) }
}

export type ResolvedPathState =
  | { readonly path: string; readonly pathState: PathState; readonly failure: null }
  | { readonly failure: string }

/** The number of links after which the kernel and BuildKit give up. */
const mostLinks = 255

/**
 * Resolves a path (relative, clean) inside the root and follows all links. `failure`: a parent of the path is a file.
 * Source: containerd/continuity fs/path.go: RootPath.
 */
export function resolvePathState(root: DirectoryState, path: string): ResolvedPathState {
  const rest = partsOf(path)
  let places: { readonly name: string; readonly pathState: PathState }[] = []
  let followed = 0
  while (rest.length > 0) {
    const name = rest.shift()!
    if (name === '..') {
      places.pop()
      continue
    }
    const parent: PathState = places.at(-1)?.pathState ?? root
    const shown = [...places.map((place) => place.name), name].join('/')
    if (isFile(parent)) return { failure: `lstat /${shown}: not a directory` }
    const pathState: PathState = isDirectory(parent) ? childState(parent, name) : parent
    if (isLink(pathState)) {
      followed += 1
      if (followed > mostLinks) return { path: shown, pathState: 'unknown', failure: null }
      if (pathState.target.startsWith('/')) places = []
      rest.unshift(...partsOf(pathState.target))
    } else places.push({ name, pathState })
  }
  return {
    path: places.map(({ name }) => name).join('/'),
    pathState: places.at(-1)?.pathState ?? root,
    failure: null,
  }
}

const partsOf = (path: string): string[] => path.split('/').filter((part) => part !== '' && part !== '.')
