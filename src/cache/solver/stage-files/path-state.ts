import { childOf, type DirectoryEntry, type Entry } from '../../../context/tree/entry.ts'

/**
 * What is known to stand at a path of a stage's file system: its kind, which is what a copy onto it fails or succeeds by.
 * Devices and sockets count as files. `unknown`: nothing can be told, as of what an image or a command put there.
 */
export type PathState = 'unknown' | 'absent' | FileState | LinkState | DirectoryState

/** `size` in bytes; null: not known. */
export type FileState = { readonly kind: 'file'; readonly size: number | null }
export type LinkState = { readonly kind: 'link'; readonly target: string }

export type DirectoryState = {
  readonly kind: 'directory'
  /** It is one itself; false: it may also be a link to one, which an image had there. */
  readonly itself: boolean
  /** What was put into it, the last first; what one of them has hides or joins what lies under it. */
  readonly layers: readonly Layer[]
}

/** `anything`: what cannot be told. */
export type Layer = DirectoryEntry | MadeLayer | 'anything'
type MadeLayer = { readonly kind: 'made'; readonly name: string; readonly pathState: PathState }

export const emptyDirectory: DirectoryState = { kind: 'directory', itself: true, layers: [] }
export const unknownRoot: DirectoryState = { kind: 'directory', itself: true, layers: ['anything'] }

export const someFile: FileState = { kind: 'file', size: null }

export const isDirectory = (pathState: PathState): pathState is DirectoryState =>
  typeof pathState === 'object' && pathState.kind === 'directory'
export const isLink = (pathState: PathState): pathState is LinkState =>
  typeof pathState === 'object' && pathState.kind === 'link'
export const isFile = (pathState: PathState): pathState is FileState =>
  typeof pathState === 'object' && pathState.kind === 'file'

export function pathStateOf(entry: Entry): PathState {
  switch (entry.kind) {
    case 'symlink':
      return { kind: 'link', target: entry.target }
    case 'directory':
      return { kind: 'directory', itself: true, layers: [entry] }
    case 'file':
      return { kind: 'file', size: entry.size }
    case 'special':
      return someFile
  }
}

/** What stands in a directory under a name, links not followed. */
export function childState({ layers }: DirectoryState, name: string): PathState {
  let veiled = false
  const joined: DirectoryState[] = []
  const inside: Layer[] = []
  for (const layer of layers) {
    const child = layer === 'anything' ? 'unknown' : childIn(layer, name)
    if (child === undefined || child === 'absent') continue
    if (child === 'unknown') {
      inside.push('anything')
      veiled ||= joined.length === 0
    } else if (isDirectory(child)) {
      joined.push(child)
      inside.push(...child.layers)
    } else if (joined.length > 0) break
    else return veiled ? 'unknown' : child
  }
  // No copy takes a directory's place: what may lie over it can only have added to it.
  if (joined.length > 0) return { kind: 'directory', itself: joined.some(({ itself }) => itself), layers: inside }
  return veiled ? 'unknown' : 'absent'
}

function childIn(layer: Exclude<Layer, 'anything'>, name: string): PathState | undefined {
  if (layer.kind === 'made') return layer.name === name ? layer.pathState : undefined
  const entry = childOf(layer, name)
  return entry === undefined ? undefined : pathStateOf(entry)
}

/** Names that are known to be in a directory. */
export function knownNames({ layers }: DirectoryState): ReadonlySet<string> {
  return new Set(
    layers.flatMap((layer) => {
      if (layer === 'anything') return []
      return layer.kind === 'made' ? [layer.name] : layer.children.map(({ name }) => name)
    }),
  )
}

/** A file system after something was put at a path, which no link leads astray; directories on the way are made. */
export function withPathState(root: DirectoryState, path: string, pathState: PathState): DirectoryState {
  if (path === '') {
    const added = isDirectory(pathState) ? pathState.layers : (['anything'] as const)
    return { ...root, layers: [...added, ...root.layers] }
  }
  const slash = path.indexOf('/')
  const name = slash < 0 ? path : path.slice(0, slash)
  const put = slash < 0 ? pathState : putBelow(childState(root, name), path.slice(slash + 1), pathState)
  return { ...root, layers: [{ kind: 'made', name, pathState: put }, ...root.layers] }
}

function putBelow(existing: PathState, path: string, pathState: PathState): DirectoryState {
  const directory = isDirectory(existing) ? existing : { ...emptyDirectory, itself: existing !== 'unknown' }
  const { layers } = withPathState(directory, path, pathState)
  // Only what is new: the rest lies under it already.
  return { ...directory, layers: layers.slice(0, 1) }
}

export type Resolved =
  | { readonly path: string; readonly pathState: PathState; readonly failure: null }
  | { readonly failure: string }

/** The kernel and BuildKit give up after so many links. */
const mostLinks = 255

/**
 * Where a path (relative, clean) leads, links followed to the last one inside of the root. `failure`: a file stands on
 * the way. Source: containerd/continuity fs/path.go: RootPath.
 */
export function resolvePathState(root: DirectoryState, path: string): Resolved {
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
