import { contentChanges, type ReadContent } from '../../../context/checksum/content-changes.ts'
import type { FileChange } from '../../../context/checksum/file-change.ts'
import { selectionsOf } from '../../../context/checksum/selections.ts'
import type { Selector } from '../../../context/checksum/selector.ts'
import { digestOf } from '../../../context/tree/digest.ts'
import {
  type DirectoryEntry,
  type Entry,
  emptyDirectory,
  entryAt,
  walkEntries,
  withEntry,
} from '../../../context/tree/entry.ts'
import { linkSources } from '../../../context/tree/hard-links.ts'
import { resolvePath } from '../../../context/tree/resolve-path.ts'

/**
 * The context with each further name of an inode replaced by a link to the first name, as the classic builder counts
 * files. Used only to find changes.
 */
export function countedContext(context: DirectoryEntry): DirectoryEntry {
  const links = linkSources(context)
  return links.size === 0 ? context : withLinks(context, '', links)
}

function withLinks(directory: DirectoryEntry, prefix: string, links: ReadonlyMap<string, string>): DirectoryEntry {
  let changed = false
  const children = directory.children.map((child) => {
    const path = `${prefix}${child.name}`
    const counted = child.kind === 'directory' ? withLinks(child, `${path}/`, links) : asLink(child, links.get(path))
    if (counted !== child) changed = true
    return counted
  })
  return changed ? { ...directory, children } : directory
}

function asLink(entry: Entry, first: string | undefined): Entry {
  if (first === undefined) return entry
  const { name, mode } = entry
  // Another first name is another link.
  const device = Number.parseInt(digestOf('link', first).slice(0, 8), 16)
  return { kind: 'special', name, mode, mtimeSec: 0, mtimeNsec: 0, device }
}

/**
 * The changes behind the symbolic links of copied directories. Such a link counts as its target; a target directory
 * counts by its header.
 */
export function changesBehindLinks(
  before: ReadContent,
  after: ReadContent,
  limit: number,
): { readonly files: readonly FileChange[]; readonly total: number } {
  const [old, now] = [linkedEntries(before), linkedEntries(after)]
  const both = [...now.keys()].filter((path) => old.has(path))
  const selectors = [everything]
  return contentChanges({ tree: treeOf(old, both), selectors }, { tree: treeOf(now, both), selectors }, limit)
}

/** Real path → entry. */
function linkedEntries({ tree, selectors }: ReadContent): ReadonlyMap<string, Entry> {
  const found = new Map<string, Entry>()
  for (const { path, entry } of selectionsOf(tree, selectors)) {
    if (entry.kind !== 'directory') continue
    for (const [inner, { kind }] of walkEntries(entry, path)) {
      const target = kind === 'symlink' ? resolvePath(tree, inner, { finalLink: true }) : null
      if (target?.entry !== undefined && target.path !== '') found.set(target.path, target.entry)
    }
  }
  return found
}

function treeOf(entries: ReadonlyMap<string, Entry>, paths: readonly string[]): DirectoryEntry {
  return paths.reduce((tree, path) => {
    const entry = entries.get(path)!
    const known = entryAt(tree, path)
    const children = known?.kind === 'directory' ? known.children : []
    return withEntry(tree, path, entry.kind === 'directory' ? { ...entry, children } : entry)
  }, emptyDirectory)
}

const everything: Selector = {
  path: '/',
  followLinks: true,
  wildcard: false,
  exclude: [],
  include: [],
  required: [],
}
