import { rootRelative } from '../../dockerfile/values/container-path.ts'
import { matchBelow, splitPattern } from '../ignore/glob-walk.ts'
import type { DirectoryEntry, Entry } from '../tree/entry.ts'
import { resolvePath } from '../tree/resolve-path.ts'
import { isFiltered } from './checksum.ts'
import { type ContentFilter, contentFilter, judgeContent, topState } from './content-filter.ts'
import type { Selector } from './selector.ts'

/** One entry that a selector picks, with all that counts below it. */
export type Selection = {
  /** Real path, links followed; `''` is the root, whose own header does not count. */
  readonly path: string
  readonly entry: Entry
  /** Real paths of the links that led there. */
  readonly links: readonly string[]
  readonly filter: ContentFilter
  /** Equal for selections that pick the same parts of the same place in the same way. */
  readonly key: string
}

/** The entries of a tree that selectors select. A missing source selects nothing. Throws BadPatternError. */
export function selectionsOf(tree: DirectoryEntry, selectors: readonly Selector[]): readonly Selection[] {
  return selectors.flatMap((selector) => {
    const filter = contentFilter(selector)
    return placesOf(tree, selector, filter).map(({ link, ...place }) => {
      // The target of a selected link counts as a whole, without the patterns: see filteredDigest.
      const rules = link === null ? selector : { include: [], exclude: [] }
      const key = JSON.stringify([link, place.path, rules.include, rules.exclude])
      return { ...place, filter: link === null ? filter : everything, key }
    })
  })
}

const everything: ContentFilter = { include: null, exclude: null }

type SelectedEntry = Pick<Selection, 'path' | 'entry' | 'links'> & {
  /** The selected entry, where that is a link and the place its end. */
  readonly link: string | null
}

function placesOf(tree: DirectoryEntry, selector: Selector, filter: ContentFilter): readonly SelectedEntry[] {
  const path = rootRelative(selector.path)
  if (!selector.wildcard) {
    const places = placeAt(tree, path, selector)
    // The root represents its children; each child is judged as if it were selected itself.
    return places[0]?.entry === tree ? [...places, ...behindRootLinks(tree, selector, filter)] : places
  }
  const split = splitPattern(path)
  const start = resolvePath(tree, split.literal, { finalLink: true })
  if (start?.entry?.kind !== 'directory') return []
  const { links } = start
  return matchBelow(start.entry, path, split).flatMap((match): readonly SelectedEntry[] => {
    const place = start.path === '' ? match.path : `${start.path}/${match.path}`
    return match.entry.kind === 'symlink'
      ? placeAt(tree, place, selector).map((end) => ({ ...end, links: [...links, ...end.links] }))
      : [{ path: place, entry: match.entry, links, link: null }]
  })
}

function behindRootLinks(root: DirectoryEntry, selector: Selector, filter: ContentFilter): readonly SelectedEntry[] {
  if (!selector.followLinks || !isFiltered(selector)) return []
  return root.children
    .filter((child) => child.kind === 'symlink' && judgeContent(filter, child.name, topState).counts)
    .flatMap((link) => placeAt(root, link.name, selector))
}

function placeAt(tree: DirectoryEntry, path: string, { followLinks }: Selector): readonly SelectedEntry[] {
  const resolved = resolvePath(tree, path, { finalLink: followLinks })
  if (resolved?.entry === undefined) return []
  const { path: end, entry, links } = resolved
  const selected = resolvePath(tree, path, { finalLink: false })
  return [{ path: end, entry, links, link: selected?.path === end ? null : selected!.path }]
}
