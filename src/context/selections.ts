import { rootRelative } from '../dockerfile/container-path.ts'
import type { Selector } from './checksum.ts'
import { type ContentFilter, contentFilter } from './content-filter.ts'
import type { DirectoryEntry, Entry } from './entry.ts'
import { matchBelow, splitPattern } from './glob-walk.ts'
import { resolvePath } from './resolve-path.ts'

/** One entry that a selector picks, with all that counts below it. */
export type Selection = {
  /** Real path, links followed; `''` is the root, whose own header does not count. */
  readonly path: string
  readonly entry: Entry
  /** Real paths of the links that led there. */
  readonly links: readonly string[]
  readonly filter: ContentFilter
  /** Equal for selections that pick the same parts of the same place. */
  readonly key: string
}

/** What selectors pick of a tree. Sources that are not there pick nothing. Throws BadPatternError. */
export function selectionsOf(tree: DirectoryEntry, selectors: readonly Selector[]): readonly Selection[] {
  return selectors.flatMap((selector) => {
    const filter = contentFilter(selector)
    const rules = JSON.stringify([selector.include, selector.exclude])
    return placesOf(tree, selector).map((place) => ({ ...place, filter, key: `${place.path}\0${rules}` }))
  })
}

type Place = Pick<Selection, 'path' | 'entry' | 'links'>

function placesOf(tree: DirectoryEntry, selector: Selector): readonly Place[] {
  const path = rootRelative(selector.path)
  if (!selector.wildcard) return placeAt(tree, path, selector)
  const split = splitPattern(path)
  const start = resolvePath(tree, split.literal, { finalLink: true })
  if (start?.entry?.kind !== 'directory') return []
  const { links } = start
  return matchBelow(start.entry, path, split).flatMap((match): readonly Place[] => {
    const place = start.path === '' ? match.path : `${start.path}/${match.path}`
    return match.entry.kind === 'symlink'
      ? placeAt(tree, place, selector).map((end) => ({ ...end, links: [...links, ...end.links] }))
      : [{ path: place, entry: match.entry, links }]
  })
}

function placeAt(tree: DirectoryEntry, path: string, { followLinks }: Selector): readonly Place[] {
  const resolved = resolvePath(tree, path, { finalLink: followLinks })
  if (resolved?.entry === undefined) return []
  const { path: end, entry, links } = resolved
  return [{ path: end, entry, links }]
}
