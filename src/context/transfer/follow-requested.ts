import { baseName, cleanPath, directoryName, isAbsolutePath, joinPath } from '../../dockerfile/values/container-path.ts'
import { hasWildcard, matchesGlob } from '../ignore/glob.ts'
import { compareNames, type DirectoryEntry, entryAt } from '../tree/entry.ts'

/**
 * The paths that a client is asked to send, with symbolic links on them followed: each link is requested and its
 * target, too. null: everything, because a link leads to the root.
 * Source: tonistiigi/fsutil followlinks.go.
 */
export function followRequested(context: DirectoryEntry, paths: readonly string[]): readonly string[] | null {
  const requested = new Set<string>()
  for (const path of paths) follow(context, path, requested)
  return withoutNested([...requested].sort(compareNames))
}

function follow(context: DirectoryEntry, path: string, requested: Set<string>): void {
  const parts = cleanPath(path.replace(/^\/+/, '') || '.').split('/')
  let current = '.'
  for (const [index, part] of parts.entries()) {
    current = cleanPath(`${current}/${part}`)
    const last = index === parts.length - 1
    const targets = linkTargets(context, current)
    if ((last || targets !== null) && requested.has(current)) return
    if (targets !== null) {
      requested.add(current)
      const rest = parts.slice(index + 1).join('/')
      for (const target of targets) follow(context, joinPath(target, rest), requested)
      return
    }
  }
  requested.add(current)
}

/** The targets of the link, or of the links that a wildcard in the last component matches; null: there is no link. */
function linkTargets(context: DirectoryEntry, path: string): readonly string[] | null {
  const pattern = baseName(path)
  if (!hasWildcard(pattern)) {
    const entry = entryAt(context, path)
    return entry?.kind === 'symlink' ? [absoluteTarget(path, entry.target)] : null
  }
  const parent = directoryName(path)
  const directory = parent === '.' ? context : entryAt(context, parent)
  if (directory?.kind !== 'directory') return null
  const targets: string[] = []
  for (const child of directory.children) {
    if (child.kind !== 'symlink' || !matchesGlob(pattern, child.name)) continue
    targets.push(absoluteTarget(joinPath(parent, child.name), child.target))
  }
  return targets.length > 0 ? targets : null
}

/** Links cannot lead out of the context: `..` stops at its root. */
function absoluteTarget(path: string, target: string): string {
  const cleaned = cleanPath(target)
  return isAbsolutePath(cleaned) ? cleaned : joinPath('/', directoryName(path), cleaned)
}

function withoutNested(sorted: readonly string[]): readonly string[] | null {
  const kept: string[] = []
  for (const path of sorted) {
    if (path === '.') return null
    const last = kept.at(-1)
    if (last === undefined || !path.startsWith(`${last}/`)) kept.push(path)
  }
  return kept
}
