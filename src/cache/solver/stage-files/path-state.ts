import { childOf, type DirectoryEntry, type Entry } from '../../../context/tree/entry.ts'

/**
 * What is known to stand at a path of a stage's file system: its kind, which is what a copy onto it fails or succeeds by.
 * Devices and sockets count as files. `unknown`: nothing can be told, as of what an image or a command put there.
 */
export type Standing = 'unknown' | 'absent' | FileStanding | LinkStanding | DirectoryStanding

/** `size` in bytes; null: not known. */
export type FileStanding = { readonly kind: 'file'; readonly size: number | null }
export type LinkStanding = { readonly kind: 'link'; readonly target: string }

export type DirectoryStanding = {
  readonly kind: 'directory'
  /** It is one itself; false: it may also be a link to one, which an image had there. */
  readonly itself: boolean
  /** What was put into it, the last first; what one of them has hides or joins what lies under it. */
  readonly layers: readonly Layer[]
}

/** `anything`: what cannot be told. */
export type Layer = DirectoryEntry | MadeLayer | 'anything'
type MadeLayer = { readonly kind: 'made'; readonly name: string; readonly standing: Standing }

export const emptyStanding: DirectoryStanding = { kind: 'directory', itself: true, layers: [] }
export const unknownRoot: DirectoryStanding = { kind: 'directory', itself: true, layers: ['anything'] }

export const someFile: FileStanding = { kind: 'file', size: null }

export const isDirectory = (standing: Standing): standing is DirectoryStanding =>
  typeof standing === 'object' && standing.kind === 'directory'
export const isLink = (standing: Standing): standing is LinkStanding =>
  typeof standing === 'object' && standing.kind === 'link'
export const isFile = (standing: Standing): standing is FileStanding =>
  typeof standing === 'object' && standing.kind === 'file'

export function standingOf(entry: Entry): Standing {
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
export function childStanding({ layers }: DirectoryStanding, name: string): Standing {
  let veiled = false
  const joined: DirectoryStanding[] = []
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

function childIn(layer: Exclude<Layer, 'anything'>, name: string): Standing | undefined {
  if (layer.kind === 'made') return layer.name === name ? layer.standing : undefined
  const entry = childOf(layer, name)
  return entry === undefined ? undefined : standingOf(entry)
}

/** Names that are known to be in a directory. */
export function knownNames({ layers }: DirectoryStanding): ReadonlySet<string> {
  return new Set(
    layers.flatMap((layer) => {
      if (layer === 'anything') return []
      return layer.kind === 'made' ? [layer.name] : layer.children.map(({ name }) => name)
    }),
  )
}

/** A file system after something was put at a path, which no link leads astray; directories on the way are made. */
export function withStanding(root: DirectoryStanding, path: string, standing: Standing): DirectoryStanding {
  if (path === '') {
    const added = isDirectory(standing) ? standing.layers : (['anything'] as const)
    return { ...root, layers: [...added, ...root.layers] }
  }
  const slash = path.indexOf('/')
  const name = slash < 0 ? path : path.slice(0, slash)
  const put = slash < 0 ? standing : putBelow(childStanding(root, name), path.slice(slash + 1), standing)
  return { ...root, layers: [{ kind: 'made', name, standing: put }, ...root.layers] }
}

function putBelow(existing: Standing, path: string, standing: Standing): DirectoryStanding {
  const directory = isDirectory(existing) ? existing : { ...emptyStanding, itself: existing !== 'unknown' }
  const { layers } = withStanding(directory, path, standing)
  // Only what is new: the rest lies under it already.
  return { ...directory, layers: layers.slice(0, 1) }
}

export type Resolved =
  | { readonly path: string; readonly standing: Standing; readonly failure: null }
  | { readonly failure: string }

/** The kernel and BuildKit give up after so many links. */
const mostLinks = 255

/**
 * Where a path (relative, clean) leads, links followed to the last one inside of the root. `failure`: a file stands on
 * the way. Source: containerd/continuity fs/path.go: RootPath.
 */
export function resolveStanding(root: DirectoryStanding, path: string): Resolved {
  const rest = partsOf(path)
  let places: { readonly name: string; readonly standing: Standing }[] = []
  let followed = 0
  while (rest.length > 0) {
    const name = rest.shift()!
    if (name === '..') {
      places.pop()
      continue
    }
    const parent: Standing = places.at(-1)?.standing ?? root
    const shown = [...places.map((place) => place.name), name].join('/')
    if (isFile(parent)) return { failure: `lstat /${shown}: not a directory` }
    const standing: Standing = isDirectory(parent) ? childStanding(parent, name) : parent
    if (isLink(standing)) {
      followed += 1
      if (followed > mostLinks) return { path: shown, standing: 'unknown', failure: null }
      if (standing.target.startsWith('/')) places = []
      rest.unshift(...partsOf(standing.target))
    } else places.push({ name, standing })
  }
  return {
    path: places.map(({ name }) => name).join('/'),
    standing: places.at(-1)?.standing ?? root,
    failure: null,
  }
}

const partsOf = (path: string): string[] => path.split('/').filter((part) => part !== '' && part !== '.')
