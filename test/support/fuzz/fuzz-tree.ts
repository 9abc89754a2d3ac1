import type { CaseEntry, CaseTree } from '../cases/case-file.ts'

/** A context as cases keep it: path → entry. Directories on the way need no entry of their own. */
export type FuzzTree = CaseTree
export type FuzzEntry = CaseEntry

export const isDirectory = (tree: FuzzTree, path: string): boolean =>
  tree[path]?.t === 'd' || (tree[path] === undefined && Object.keys(tree).some((other) => other.startsWith(`${path}/`)))

/** Files whose text an edit may change. */
export const textFiles = (tree: FuzzTree): readonly string[] =>
  Object.entries(tree)
    .filter(([path, entry]) => entry.t === 'f' && entry.b64 === undefined && !isControlFile(path))
    .map(([path]) => path)

/** All paths that a Dockerfile may name, directories on the way included, sorted. */
export function allPaths(tree: FuzzTree): readonly string[] {
  const paths = new Set<string>()
  for (const path of Object.keys(tree)) {
    const names = path.split('/')
    for (let depth = 1; depth <= names.length; depth += 1) paths.add(names.slice(0, depth).join('/'))
  }
  return [...paths].filter((path) => !isControlFile(path)).sort()
}

const isControlFile = (path: string) => /^(Dockerfile.*|\.dockerignore|\.salt)$/.test(path)

/** The tree with `entry` at `path`, and whatever stood in its way removed. */
export function withPath(tree: FuzzTree, path: string, entry: FuzzEntry): FuzzTree {
  let cleared = entry.t !== 'd' && isDirectory(tree, path) ? withoutPath(tree, path) : tree
  const names = path.split('/')
  for (let depth = 1; depth < names.length; depth += 1) {
    const directory = names.slice(0, depth).join('/')
    if (cleared[directory] && cleared[directory].t !== 'd') cleared = withoutPath(cleared, directory)
  }
  return withoutLooseHardLinks({ ...cleared, [path]: entry })
}

/** The tree without `path` and all below it. */
export function withoutPath(tree: FuzzTree, path: string): FuzzTree {
  const kept = Object.entries(tree).filter(([other]) => other !== path && !other.startsWith(`${path}/`))
  return withoutLooseHardLinks(Object.fromEntries(kept))
}

/** Moves an entry and all below it. */
export function withMoved(tree: FuzzTree, from: string, to: string): FuzzTree {
  const moved = Object.entries(tree).filter(([path]) => path === from || path.startsWith(`${from}/`))
  let result = withoutPath(tree, from)
  for (const [path, entry] of moved) result = withPath(result, to + path.slice(from.length), entry)
  return result
}

function withoutLooseHardLinks(tree: FuzzTree): FuzzTree {
  const loose = Object.entries(tree).filter(([, entry]) => entry.t === 'h' && tree[entry.to]?.t !== 'f')
  if (loose.length === 0) return tree
  const gone = new Set(loose.map(([path]) => path))
  return Object.fromEntries(Object.entries(tree).filter(([path]) => !gone.has(path)))
}
