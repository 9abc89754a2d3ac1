import { compareNames, type DirectoryEntry, type Entry } from '../tree/entry.ts'
import { recordOf, treeDigest } from '../tree/tree-digest.ts'
import { type ContentFilter, type FilterState, judgeContent, topState } from './content-filter.ts'
import type { Selection } from './selections.ts'

/** An entry that counts and is not the same on both sides; undefined: it is not there. */
export type ContentDifference = {
  readonly path: string
  readonly before: Entry | undefined
  readonly after: Entry | undefined
}

/**
 * Differences between two selections of one place; undefined: that side does not select it. Equal parts are skipped
 * whole, so it costs what changed. New and removed directories are named by the files in them.
 */
export function diffSelection(
  before: Selection | undefined,
  after: Selection | undefined,
): readonly ContentDifference[] {
  const selection = after ?? before!
  const found: ContentDifference[] = []
  const place = { path: selection.path, inner: '', state: topState }
  if (selection.path === '') {
    // The root represents its children; each child is judged as if it were selected itself.
    diffChildren(before?.entry, after?.entry, place, selection.filter, found)
  } else diffEntry(before?.entry, after?.entry, place, selection.filter, found)
  return found
}

type JudgedPath = { readonly path: string; readonly inner: string; readonly state: FilterState }

function diffEntry(
  before: Entry | undefined,
  after: Entry | undefined,
  place: JudgedPath,
  filter: ContentFilter,
  found: ContentDifference[],
): void {
  if (sameTree(before, after)) return
  const { counts, state } = judgeContent(filter, place.inner, place.state)
  const known = found.length
  const inside = { ...place, state }
  // A directory that does not count by itself counts because of its content.
  const own =
    !sameRecord(before, after) &&
    (counts || holdsCounted(before, inside, filter) || holdsCounted(after, inside, filter))
  // A directory on both sides differs by its header. A new or removed directory is named only if no file in it is
  // named.
  const lone = own && before?.kind !== 'directory' && after?.kind !== 'directory'
  if (lone || (own && before !== undefined && after !== undefined)) found.push({ path: place.path, before, after })
  diffChildren(before, after, inside, filter, found)
  if (own && found.length === known) found.push({ path: place.path, before, after })
}

function holdsCounted(entry: Entry | undefined, { path, inner, state }: JudgedPath, filter: ContentFilter): boolean {
  return childrenOf(entry).some((child) => {
    const place = { path: below(path, child.name), inner: below(inner, child.name), state }
    const judged = judgeContent(filter, place.inner, state)
    return judged.counts || holdsCounted(child, { ...place, state: judged.state }, filter)
  })
}

function diffChildren(
  before: Entry | undefined,
  after: Entry | undefined,
  { path, inner, state }: JudgedPath,
  filter: ContentFilter,
  found: ContentDifference[],
): void {
  for (const [name, old, current] of pairChildren(childrenOf(before), childrenOf(after))) {
    const place = { path: below(path, name), inner: below(inner, name), state }
    diffEntry(old, current, place, filter, found)
  }
}

const below = (path: string, name: string): string => (path === '' ? name : `${path}/${name}`)

const childrenOf = (entry: Entry | undefined): readonly Entry[] =>
  entry?.kind === 'directory' ? (entry as DirectoryEntry).children : []

function* pairChildren(
  before: readonly Entry[],
  after: readonly Entry[],
): Generator<readonly [name: string, before: Entry | undefined, after: Entry | undefined]> {
  let i = 0
  let j = 0
  while (i < before.length || j < after.length) {
    const old = before[i]
    const current = after[j]
    const order = old === undefined ? 1 : current === undefined ? -1 : compareNames(old.name, current.name)
    if (order <= 0) i++
    if (order >= 0) j++
    if (order < 0) yield [old!.name, old, undefined]
    else if (order > 0) yield [current!.name, undefined, current]
    else if (old !== current) yield [old!.name, old, current]
  }
}

function sameTree(before: Entry | undefined, after: Entry | undefined): boolean {
  if (before === after) return true
  if (before?.kind !== 'directory' || after?.kind !== 'directory') return sameRecord(before, after)
  const digest = treeDigest(before)
  return digest !== null && digest === treeDigest(after)
}

function sameRecord(before: Entry | undefined, after: Entry | undefined): boolean {
  if (before === undefined || after === undefined) return false
  const record = recordOf(before)
  return record !== null && record === recordOf(after)
}
