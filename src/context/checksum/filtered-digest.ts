import { baseName, rootRelative } from '../../dockerfile/values/container-path.ts'
import { KeyedMemo } from '../../memo/memoize.ts'
import { matchBelow, splitPattern } from '../ignore/glob-walk.ts'
import { digestOf, digestOfText } from '../tree/digest.ts'
import type { DirectoryEntry, Entry } from '../tree/entry.ts'
import { type MaybeDigest, recordOf, treeDigest } from '../tree/tree-digest.ts'
import { type ContentFilter, contentFilter, type FilterState, judgeContent, topState } from './content-filter.ts'
import { notFound, pathDigest, resolveSource } from './path-digest.ts'
import type { ContentRules, Selector } from './selector.ts'

/**
 * The digest of a source with wildcards, excludes or `--parents` patterns: BuildKit lists the included entries in path
 * order, each with a name and its own record, and hashes the flat list. The list, not a tree, has to be kept: with base
 * names two different trees can have one list. Throws MissingSourceError and BadPatternError.
 * Source: BuildKit cache/contenthash/checksum.go: includedPaths, checksum.
 */
export function filteredDigest(mirror: DirectoryEntry, selector: Selector, rules: ContentRules): MaybeDigest {
  const path = rootRelative(selector.path)
  const split = selector.wildcard ? splitPattern(path) : null
  // Names are relative to where the wildcards begin.
  const named = split === null ? path : split.literal
  const listing: DigestListing = {
    filter: contentFilter(selector),
    nameOf: rules.relativeNames ? (shown) => `/${shown}`.slice(named === '' ? 0 : named.length + 1) : baseName,
    key: JSON.stringify([selector.include, selector.exclude, rules.relativeNames ? named : null]),
    followTop: selector.followLinks ? (real) => pathDigest(mirror, real, { finalLink: true }) : null,
  }
  const list = joinLists(
    split === null ? listSelected(mirror, path, listing) : listMatches(mirror, path, split, listing),
  )
  if (rules.relativeNames) {
    for (const required of selector.required)
      if (!list.text.includes(`\0${listing.nameOf(rootRelative(required))}`)) throw notFound(rootRelative(required))
  }
  if (list.count === 0) return digestOf('empty')
  if (!list.hashed) return null
  if (list.count === 1 && baseName(path) === list.single!.baseName) return list.single!.digest
  return digestOfText(list.text)
}

type DigestListing = {
  readonly filter: ContentFilter
  readonly nameOf: (shown: string) => string
  /** Tells apart listings that would give one directory different lists. */
  readonly key: string
  /** Digest of the target of a selected link; null: the link itself counts. */
  readonly followTop: ((realPath: string) => MaybeDigest) | null
}

/** Included entries, as the text that is hashed: name and record of each, set off by NUL, which no path can hold. */
type List = {
  readonly text: string
  readonly count: number
  readonly hashed: boolean
  /** The last entry. */
  readonly single: { readonly baseName: string; readonly digest: string } | null
}

const emptyList: List = { text: '', count: 0, hashed: true, single: null }

function joinLists(lists: readonly List[]): List {
  const present = lists.filter((list) => list.count > 0)
  if (present.length <= 1) return present[0] ?? emptyList
  return {
    text: present.map((list) => list.text).join(''),
    count: present.reduce((sum, list) => sum + list.count, 0),
    hashed: present.every((list) => list.hashed),
    single: present.at(-1)!.single,
  }
}

function listOne(listing: DigestListing, shown: string, digest: MaybeDigest): List {
  return {
    text: `\0${listing.nameOf(shown)}\0${digest ?? ''}`,
    count: 1,
    hashed: digest !== null,
    single: { baseName: baseName(shown), digest: digest ?? '' },
  }
}

function listSelected(mirror: DirectoryEntry, path: string, listing: DigestListing): List[] {
  const resolved = resolveSource(mirror, path, { finalLink: false })
  if (resolved.entry === undefined) return []
  if (resolved.entry !== mirror)
    return [listEntry(listing, resolved.entry, { shown: path, inner: '', real: resolved.path, state: topState })]
  // The root's own header does not count, and its children are judged as if they were selected themselves.
  return mirror.children.map((child) =>
    listEntry(listing, child, { shown: child.name, inner: child.name, real: child.name, state: topState }),
  )
}

function listMatches(
  mirror: DirectoryEntry,
  pattern: string,
  split: ReturnType<typeof splitPattern>,
  listing: DigestListing,
): List[] {
  const start = resolveSource(mirror, split.literal, { finalLink: true })
  if (start.entry?.kind !== 'directory') return []
  return matchBelow(start.entry, pattern, split).map(({ path, entry }) =>
    listEntry(listing, entry, {
      shown: joined(split.literal, path),
      inner: '',
      real: joined(start.path, path),
      state: topState,
    }),
  )
}

const joined = (directory: string, path: string): string => (directory === '' ? path : `${directory}/${path}`)

/** The position of an entry: `shown` is its name in the digest, `inner` is the path that patterns match. */
type FilteredPath = { readonly shown: string; readonly inner: string; readonly state: FilterState }

function listEntry(listing: DigestListing, entry: Entry, place: FilteredPath & { readonly real: string }): List {
  if (entry.kind !== 'symlink' || listing.followTop === null) return listInner(listing, entry, place)
  const { counts } = judgeContent(listing.filter, place.inner, place.state)
  return counts ? listOne(listing, place.shown, listing.followTop(place.real)) : emptyList
}

function listInner(listing: DigestListing, entry: Entry, { shown, inner, state: parent }: FilteredPath): List {
  const { counts, state } = judgeContent(listing.filter, inner, parent)
  if (entry.kind !== 'directory') return counts ? listOne(listing, shown, treeDigest(entry)) : emptyList
  const below = listChildren(listing, entry, { shown, inner, state })
  // A directory that does not count by itself counts because of its content.
  if (!counts && below.count === 0) return emptyList
  return joinLists([listOne(listing, shown, recordOf(entry)), below])
}

const memo = new KeyedMemo<DirectoryEntry, List>()

function listChildren(listing: DigestListing, directory: DirectoryEntry, { shown, inner, state }: FilteredPath): List {
  const key = `${listing.key}\0${shown}\0${inner}\0${bitsText(state.include)}\0${bitsText(state.exclude)}`
  return memo.get(directory, key, () =>
    joinLists(
      directory.children.map((child) =>
        listInner(listing, child, {
          shown: `${shown}/${child.name}`,
          inner: inner === '' ? child.name : `${inner}/${child.name}`,
          state,
        }),
      ),
    ),
  )
}

const bitsText = (bits: readonly boolean[] | null): string =>
  bits === null ? '-' : bits.map((bit) => (bit ? '1' : '0')).join('')
