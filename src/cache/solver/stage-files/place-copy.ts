import { type DirectoryEntry, type Entry, emptyDirectory, entryAt, withEntry } from '../../../context/tree/entry.ts'
import { joinPath, rootRelative } from '../../../dockerfile/values/container-path.ts'
import { hasCurrentModes } from './directory-modes.ts'

/** Mode of the directories that a build creates implicitly. */
const madeMode = 0o755

/**
 * A known file system with a new directory, as WORKDIR makes it; null if a link or a file is in the way. `path` is
 * relative, `''` is the root.
 */
export function makeDirectory(root: DirectoryEntry, path: string): DirectoryEntry | null {
  let tree = root
  const names = path === '' ? [] : path.split('/')
  for (let depth = 1; depth <= names.length; depth++) {
    const at = names.slice(0, depth).join('/')
    const found = entryAt(tree, at)
    if (found !== undefined && found.kind !== 'directory') return null
    if (found === undefined) tree = withEntry(tree, at, { ...emptyDirectory, name: names[depth - 1]!, mode: madeMode })
  }
  return tree
}

/**
 * A known file system after one source was copied to `destination` (absolute, with its trailing slash); null where the
 * outcome is not certain. Source: tonistiigi/fsutil copy/copy.go: Copy, prepareTargetDir.
 */
export function placeCopy(
  root: DirectoryEntry,
  destination: string,
  source: { readonly entry: Entry; readonly name: string },
): DirectoryEntry | null {
  const { entry, name } = source
  const isDirectoryPath = /\/\.?$/.test(destination)
  const target = rootRelative(destination)
  const existing = entryAt(root, target)
  // A link leads elsewhere.
  if (existing?.kind === 'symlink') return null
  if (entry.kind === 'directory') {
    if (!hasCurrentModes(entry)) return null
    // A new directory gets the builder's mode or that of the source: certain only if both are equal.
    const agreed = existing !== undefined || isDirectoryPath || (entry.name !== '' && entry.mode === madeMode)
    const made = agreed ? makeDirectory(root, target) : null
    return made === null ? null : mergeInto(made, target, entry)
  }
  if (entry.kind === 'special') return null
  const into = isDirectoryPath || existing?.kind === 'directory'
  const path = into ? rootRelative(joinPath('/', target, name)) : target
  const parent = makeDirectory(root, path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '')
  return parent === null ? null : replace(parent, path, entry)
}

function mergeInto(root: DirectoryEntry, target: string, source: DirectoryEntry): DirectoryEntry | null {
  let tree: DirectoryEntry | null = root
  for (const child of source.children) {
    if (tree === null) return null
    const path = target === '' ? child.name : `${target}/${child.name}`
    const existing = entryAt(tree, path)
    if (child.kind === 'special') return null
    if (child.kind !== 'directory' || existing === undefined) tree = replace(tree, path, child)
    else if (existing.kind !== 'directory' || existing.mode !== child.mode) return null
    else tree = mergeInto(tree, path, child)
  }
  return tree
}

/**
 * Lays one known file system over another: entries of the upper one replace those below, and directories join. null:
 * two directories differ in mode.
 */
export function layOver(lower: DirectoryEntry, upper: DirectoryEntry): DirectoryEntry | null {
  let tree = lower
  for (const child of upper.children) {
    const existing = entryAt(tree, child.name)
    if (child.kind !== 'directory' || existing?.kind !== 'directory') tree = withEntry(tree, child.name, child)
    else {
      const joined = existing.mode === child.mode ? layOver(existing, child) : null
      if (joined === null) return null
      tree = withEntry(tree, child.name, joined)
    }
  }
  return tree
}

/** Replaces a file. null: a directory is there, and the build stops. */
function replace(tree: DirectoryEntry, path: string, entry: Entry): DirectoryEntry | null {
  const name = path.slice(path.lastIndexOf('/') + 1)
  if (name === '' || entryAt(tree, path)?.kind === 'directory') return null
  return withEntry(tree, path, entry.name === name ? entry : { ...entry, name })
}
