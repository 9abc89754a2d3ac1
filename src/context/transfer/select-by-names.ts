import { KeyedMemo } from '../../memo/memoize.ts'
import { matchesGlob } from '../ignore/glob.ts'
import type { DirectoryEntry, Entry } from '../tree/entry.ts'

/**
 * The part of a context that the client of Docker 20.10 sends when `paths` (clean, relative, links followed) are
 * requested. It matches the names of an entry one by one with the names of a path. An entry that matches all names is
 * sent as a whole. An entry on the way to a match is sent even if there is no match below it. Equal arguments give the
 * identical tree.
 * Source: tonistiigi/fsutil walker.go of 2020: matchPrefix.
 */
export function selectByNames(context: DirectoryEntry, paths: readonly string[]): DirectoryEntry {
  return selectBelow(
    context,
    paths.map((path) => path.split('/')),
  )
}

/** `wanted` holds the rest of each path below this directory. */
function selectBelow(directory: DirectoryEntry, wanted: readonly (readonly string[])[]): DirectoryEntry {
  const key = wanted.map((names) => names.join('/')).join('\0')
  return memo.get(directory, key, () => {
    const children = directory.children.flatMap((child) => selectEntry(child, wanted) ?? [])
    const whole =
      children.length === directory.children.length && children.every((child, i) => child === directory.children[i])
    return whole ? directory : { ...directory, children }
  })
}

function selectEntry(entry: Entry, wanted: readonly (readonly string[])[]): Entry | undefined {
  const reached = wanted.filter(([name]) => matchesGlob(name!, entry.name))
  if (reached.length === 0) return undefined
  if (entry.kind !== 'directory' || reached.some((names) => names.length === 1)) return entry
  return selectBelow(
    entry,
    reached.map((names) => names.slice(1)),
  )
}

const memo = new KeyedMemo<DirectoryEntry, DirectoryEntry>()
