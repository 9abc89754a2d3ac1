import { childOf, type DirectoryEntry, type Entry } from './entry.ts'

export type ResolvedPath = {
  /** The path after following links, `''` for the root. */
  readonly path: string
  /** undefined: the path does not exist. */
  readonly entry: Entry | undefined
  /** Real paths of the links on the way. */
  readonly links: readonly string[]
}

/** BuildKit gives up after this many links (cache/contenthash: maxSymlinkLimit). */
const mostLinks = 255

/**
 * Finds a path (relative and clean, `''` is the root), following symbolic links on the way and, with `finalLink`, in
 * its last component. Links stay inside the tree: absolute ones start at its root and `..` stops there. null: the links
 * go in circles.
 */
export function resolvePath(
  root: DirectoryEntry,
  path: string,
  { finalLink }: { readonly finalLink: boolean },
): ResolvedPath | null {
  const rest = partsOf(path).reverse()
  let places: { readonly name: string; readonly entry: Entry | undefined }[] = []
  const links: string[] = []
  while (rest.length > 0) {
    const name = rest.pop()!
    if (name === '..') {
      places.pop()
      continue
    }
    const parent: Entry | undefined = places.length === 0 ? root : places.at(-1)!.entry
    const entry = parent?.kind === 'directory' ? childOf(parent, name) : undefined
    if (entry?.kind === 'symlink' && (rest.length > 0 || finalLink)) {
      links.push([...places.map((place) => place.name), name].join('/'))
      if (links.length > mostLinks) return null
      if (entry.target.startsWith('/')) places = []
      rest.push(...partsOf(entry.target).reverse())
      continue
    }
    places.push({ name, entry })
  }
  return {
    path: places.map((place) => place.name).join('/'),
    entry: places.length === 0 ? root : places.at(-1)!.entry,
    links,
  }
}

const partsOf = (path: string): string[] => path.split('/').filter((part) => part !== '' && part !== '.')
