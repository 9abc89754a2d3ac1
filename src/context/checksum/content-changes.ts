import { compareNames, type DirectoryEntry, type Entry, entryAt } from '../tree/entry.ts'
import { type ContentDifference, diffSelection } from './diff-selection.ts'
import type { FileChange } from './file-change.ts'
import { pairRenames } from './pair-renames.ts'
import { type Selection, selectionsOf } from './selections.ts'
import type { Selector } from './selector.ts'

/** A builder's mirror and the sources that one step reads of it. */
export type ReadContent = { readonly tree: DirectoryEntry; readonly selectors: readonly Selector[] }

/**
 * The files that differ between the earlier and the present input of a step, in path order: at most `limit` files;
 * `total` counts all. A link whose target changed is named itself. The cost grows with the differences if both sides
 * share their trees. Selectors must be normalized (`normalizeSelectors`).
 */
export function contentChanges(
  before: ReadContent,
  after: ReadContent,
  limit: number,
): { readonly files: readonly FileChange[]; readonly total: number } {
  const old = new Map(selectionsOf(before.tree, before.selectors).map((selection) => [selection.key, selection]))
  const current = new Map(selectionsOf(after.tree, after.selectors).map((selection) => [selection.key, selection]))
  const differences = new Map<string, ContentDifference>()
  for (const key of new Set([...old.keys(), ...current.keys()])) {
    const [was, now] = [old.get(key), current.get(key)]
    const turned = was === undefined || now === undefined ? turnedLinks((was ?? now)!, before.tree, after.tree) : []
    for (const difference of turned.length > 0 ? turned : diffSelection(was, now)) {
      const known = differences.get(difference.path)
      differences.set(difference.path, known === undefined ? difference : merged(known, difference))
    }
  }
  const { renamed, rest } = pairRenames([...differences.values()])
  const files = [...renamed, ...rest.flatMap(changeOf)].sort((a, b) => compareNames(a.path, b.path))
  return { files: files.slice(0, limit), total: files.length }
}

/**
 * Links that led to a place on one side only, because they are others on the other side: then no file there changed.
 */
const turnedLinks = (
  { links }: Selection,
  before: DirectoryEntry,
  after: DirectoryEntry,
): readonly ContentDifference[] =>
  links
    .map((path) => ({ path, before: entryAt(before, path), after: entryAt(after, path) }))
    .filter((link) => targetOf(link.before) !== targetOf(link.after))

const targetOf = (entry: Entry | undefined): string | null => (entry?.kind === 'symlink' ? entry.target : null)

/** A path that one selector stopped picking and another one picks now. */
const merged = (a: ContentDifference, b: ContentDifference): ContentDifference => ({
  path: a.path,
  before: a.before ?? b.before,
  after: a.after ?? b.after,
})

function changeOf({ path, before, after }: ContentDifference): FileChange[] {
  if (before === undefined) return [{ path, change: 'added' }]
  if (after === undefined) return [{ path, change: 'removed' }]
  if (before.kind !== after.kind) return [{ path, change: 'type' }]
  if (before.kind === 'file' && after.kind === 'file') {
    if (before.contentDigest !== after.contentDigest || before.size !== after.size || before.xattrs !== after.xattrs)
      return [{ path, change: 'modified' }]
  }
  if (before.kind === 'symlink' && after.kind === 'symlink' && before.target !== after.target)
    return [{ path, change: 'target' }]
  if (before.kind === 'special' && after.kind === 'special' && before.device !== after.device)
    return [{ path, change: 'type' }]
  const [oldMode, newMode] = [countedMode(before), countedMode(after)]
  // Equal in all that counts: two selectors passed it from one to the other, or it is not hashed yet.
  if (oldMode === newMode)
    return before.kind === 'file' && before.contentDigest === null ? [{ path, change: 'modified' }] : []
  return [{ path, change: 'mode', before: octal(oldMode), after: octal(newMode) }]
}

const countedMode = (entry: Entry): number => (entry.kind === 'directory' ? entry.headerMode : entry.mode)
const octal = (mode: number): string => mode.toString(8).padStart(3, '0')
