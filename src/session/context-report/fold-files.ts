import { compareNames } from '../../context/tree/entry.ts'
import type { Reader } from './context-reads.ts'
import { type ContextFile, type FileSum, type IgnoreRule, sumOf } from './context-report.ts'

/** Files of a context that fare alike, as one row; or a directory whose files do not, above their rows. */
export type FoldedRow = FileSum & {
  readonly context: string
  /** A directory ends in `/`. */
  readonly path: string
  readonly depth: number
  readonly fate: Fate | null
  /** The number of paths of one directory in this row; `path` is the first of them. */
  readonly alike: number
}

/** The use of a path. */
export type Fate =
  | { readonly kind: 'taken'; readonly by: readonly Reader[] }
  | { readonly kind: 'untaken' }
  | { readonly kind: 'ignored'; readonly rule: IgnoreRule | null }

/** From this number on, files of one directory with equal use are one row. */
const fewAlike = 6

/**
 * The files of one context in few rows: a directory whose files all have the same use is one row.
 *
 * @param files the files of one context, in the order of their paths
 */
export function foldFiles(files: readonly ContextFile[]): readonly FoldedRow[] {
  const top: Folder = { path: '', folders: new Map(), files: [] }
  for (const file of files) folderOf(top, file.path).files.push(file)
  return rowsIn(top, 0)
}

type Folder = { readonly path: string; readonly folders: Map<string, Folder>; readonly files: ContextFile[] }

function folderOf(top: Folder, path: string): Folder {
  let folder = top
  for (let slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
    const below = path.slice(0, slash)
    const next = folder.folders.get(below) ?? { path: below, folders: new Map(), files: [] }
    folder.folders.set(below, next)
    folder = next
  }
  return folder
}

function rowsIn(folder: Folder, depth: number): readonly FoldedRow[] {
  const directories = [...folder.folders.values()].map((inner) => rowsOf(inner, depth))
  const uniform = directories.filter((rows) => rows.length === 1).flat()
  const alike = [...groupBy(uniform, ({ fate }) => keyOf(fate!)).values()].map((group) =>
    group.length < fewAlike ? group : [{ ...group[0]!, ...sumOf(group), alike: group.length }],
  )
  const mixed = directories.filter((rows) => rows.length > 1)
  const sorted = [...mixed, ...alike.flat().map((row) => [row])].sort(([a], [b]) => compareNames(a!.path, b!.path))
  return [...sorted.flat(), ...alikeRows(folder.files, depth)]
}

function rowsOf(folder: Folder, depth: number): readonly FoldedRow[] {
  const files = [...filesIn(folder)]
  const [first] = files
  const common = commonFate(files)
  const row = { context: first!.context, path: `${folder.path}/`, depth, ...sumOf(files), fate: common, alike: 1 }
  return common === null ? [row, ...rowsIn(folder, depth + 1)] : [row]
}

function groupBy<Item>(items: readonly Item[], keyFor: (item: Item) => string): ReadonlyMap<string, readonly Item[]> {
  const groups = new Map<string, Item[]>()
  for (const item of items) {
    const key = keyFor(item)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [item])
    else group.push(item)
  }
  return groups
}

function* filesIn(folder: Folder): Generator<ContextFile> {
  for (const inner of folder.folders.values()) yield* filesIn(inner)
  yield* folder.files
}

function commonFate(files: readonly ContextFile[]): Fate | null {
  const fate = fateOf(files[0]!)
  const key = keyOf(fate)
  return files.every((file) => keyOf(fateOf(file)) === key) ? fate : null
}

function alikeRows(files: readonly ContextFile[], depth: number): readonly FoldedRow[] {
  // A directory that is left out as a whole has a row of its own.
  const groups = groupBy(files, (file) => (file.kind === 'directory' ? `directory ${file.path}` : keyOf(fateOf(file))))
  const rows = [...groups.values()].flatMap((group) =>
    group.length < fewAlike ? group.map((file) => rowOf([file], depth)) : [rowOf(group, depth)],
  )
  return rows.sort((a, b) => compareNames(a.path, b.path))
}

function rowOf(group: readonly ContextFile[], depth: number): FoldedRow {
  const [first] = group
  const path = first!.kind === 'directory' ? `${first!.path}/` : first!.path
  return { context: first!.context, path, depth, ...sumOf(group), fate: fateOf(first!), alike: group.length }
}

function fateOf({ isIgnored, rule, takenBy }: ContextFile): Fate {
  if (isIgnored) return { kind: 'ignored', rule }
  return takenBy.length === 0 ? { kind: 'untaken' } : { kind: 'taken', by: takenBy }
}

function keyOf(fate: Fate): string {
  switch (fate.kind) {
    case 'taken':
      return fate.by.map(({ vertex, line }) => `${line} ${vertex}`).join('\0')
    case 'untaken':
      return ''
    case 'ignored':
      return `ignored ${fate.rule?.file}:${fate.rule?.line}`
  }
}
