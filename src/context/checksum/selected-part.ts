import { KeyedMemo } from '../../memo/memoize.ts'
import type { DirectoryEntry, Entry } from '../tree/entry.ts'
import { type ContentFilter, contentFilter, type FilterState, judgeContent, topState } from './content-filter.ts'

/**
 * The part of a selected directory that `--exclude` and `--parents` leave. The directory itself always counts. A
 * directory below it that does not count by itself counts because of its content. Throws BadPatternError.
 * Source: tonistiigi/fsutil copy/copy.go: copy, createParentDirs.
 */
export function selectedPart(
  directory: DirectoryEntry,
  rules: { readonly include: readonly string[]; readonly exclude: readonly string[] },
): DirectoryEntry {
  if (rules.include.length === 0 && rules.exclude.length === 0) return directory
  return memo.get(directory, JSON.stringify([rules.include, rules.exclude]), () => ({
    ...directory,
    children: selectedChildren(directory, { filter: contentFilter(rules), inner: '', state: topState }),
  }))
}

const memo = new KeyedMemo<DirectoryEntry, DirectoryEntry>()

type FilterPosition = { readonly filter: ContentFilter; readonly inner: string; readonly state: FilterState }

function selectedChildren({ children }: DirectoryEntry, { filter, inner, state: parent }: FilterPosition): Entry[] {
  return children.flatMap((child): Entry[] => {
    const path = inner === '' ? child.name : `${inner}/${child.name}`
    const { counts, state } = judgeContent(filter, path, parent)
    if (child.kind !== 'directory') return counts ? [child] : []
    const below = selectedChildren(child, { filter, inner: path, state })
    return counts || below.length > 0 ? [{ ...child, children: below }] : []
  })
}
