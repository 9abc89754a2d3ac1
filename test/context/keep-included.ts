import type { DirectoryEntry, Entry } from '../../src/context/tree/entry.ts'
import type { WalkFilter } from '../../src/context/tree/walk-filter.ts'

/** What a walk with this filter keeps of a tree: included entries and the directories on the way to them. */
export function keepIncluded<State>(root: DirectoryEntry, filter: WalkFilter<State>): DirectoryEntry {
  const below = (directory: DirectoryEntry, path: string, state: State): Entry[] =>
    directory.children.flatMap((child): Entry[] => {
      const childPath = path === '' ? child.name : `${path}/${child.name}`
      const verdict = filter.judge(state, childPath, child.kind === 'directory')
      if (child.kind !== 'directory') return verdict.included ? [child] : []
      const children = verdict.descend ? below(child, childPath, verdict.state) : []
      return verdict.included || children.length > 0 ? [{ ...child, children }] : []
    })
  return { ...root, children: below(root, '', filter.root) }
}
