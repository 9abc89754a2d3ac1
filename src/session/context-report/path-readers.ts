import { type FilterState, judgeContent, topState } from '../../context/checksum/content-filter.ts'
import { type Selection, selectionsOf } from '../../context/checksum/selections.ts'
import { BadPatternError } from '../../context/ignore/glob.ts'
import type { DirectoryEntry, Entry } from '../../context/tree/entry.ts'
import type { ContextRead, Reader } from './context-reads.ts'

/** The readers of each path that any step reads. Equal lists are one object. */
export type PathReaders = ReadonlyMap<string, readonly Reader[]>

/**
 * Finds the steps that read each path of one context.
 *
 * @param tree the context without ignored entries
 * @param reads of this context, in Dockerfile order
 * @returns readers by path (relative, `/`-separated), directories included; links that lead to a selected path count
 * too
 */
export function pathReaders(tree: DirectoryEntry, reads: readonly ContextRead[]): PathReaders {
  const lists = new ReaderLists(reads)
  const found = new Map<string, number>()
  for (const [index, { selectors }] of reads.entries()) {
    const note = (path: string) => found.set(path, lists.extended(found.get(path) ?? lists.none, index))
    for (const selection of selectionsOrNone(tree, selectors)) {
      for (const link of selection.links) note(link)
      notePaths(selection, note)
    }
  }
  return new Map([...found].map(([path, list]) => [path, lists.readersOf(list)]))
}

/** A malformed pattern stops the step that has it: it reads nothing. */
function selectionsOrNone(tree: DirectoryEntry, selectors: ContextRead['selectors']): readonly Selection[] {
  try {
    return selectionsOf(tree, selectors)
  } catch (error) {
    if (error instanceof BadPatternError) return []
    throw error
  }
}

/** Tells every path that counts in a selection. */
function notePaths({ path: top, entry: selected, filter }: Selection, note: (path: string) => void): void {
  const visit = (entry: Entry, path: string, inner: string, parent: FilterState): void => {
    const { counts, state } = judgeContent(filter, inner, parent)
    if (counts) note(path)
    if (entry.kind === 'directory') visitChildren(entry, path, inner, state)
  }
  const visitChildren = ({ children }: DirectoryEntry, path: string, inner: string, state: FilterState): void => {
    for (const child of children) visit(child, below(path, child.name), below(inner, child.name), state)
  }
  // The root represents its children; each child is judged as if it were selected itself.
  if (top === '' && selected.kind === 'directory') visitChildren(selected, '', '', topState)
  else visit(selected, top, '', topState)
}

const below = (path: string, name: string): string => (path === '' ? name : `${path}/${name}`)

/** Lists of readers by number: 100,000 paths share the few lists that there are. */
class ReaderLists {
  readonly none = 0
  readonly #reads: readonly ContextRead[]
  readonly #lists: { readonly readers: readonly Reader[]; readonly next: Map<number, number> }[] = [
    { readers: [], next: new Map() },
  ]

  constructor(reads: readonly ContextRead[]) {
    this.#reads = reads
  }

  readersOf(list: number): readonly Reader[] {
    return this.#lists[list]!.readers
  }

  /** The list with one more reader; the same list where it is in it already. */
  extended(list: number, read: number): number {
    const { readers, next } = this.#lists[list]!
    const known = next.get(read)
    if (known !== undefined) return known
    const { reader } = this.#reads[read]!
    const has = readers.some(({ vertex, line }) => vertex === reader.vertex && line === reader.line)
    const extended = has ? list : this.#lists.push({ readers: [...readers, reader], next: new Map() }) - 1
    next.set(read, extended)
    return extended
  }
}
