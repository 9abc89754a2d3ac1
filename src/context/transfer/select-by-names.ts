import { KeyedMemo } from '../../memo/memoize.ts'
import { matchesGlob } from '../ignore/glob.ts'
import type { DirectoryEntry, Entry } from '../tree/entry.ts'

/**
 * What the client of Docker 20.10 sends of a context when `paths` (clean, relative, links followed) are asked for. The
 * names of an entry are matched one by one with those of a path: what has matched all of them is sent whole, and what
 * stands on the way there is sent whatever is found below it. Equal arguments give the identical tree.
 * Source: tonistiigi/fsutil walker.go of 2020: matchPrefix.
 */
export function selectByNames(context: DirectoryEntry, paths: readonly string[]): DirectoryEntry {
  return selectBelow(
    context,
    paths.map((path) => path.split('/')),
  )
}

/** `wanted` holds what is left of each path below this directory. */
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
