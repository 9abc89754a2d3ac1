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
  const directories = [...folder.folders.values()].flatMap((inner) => rowsOf(inner, depth))
  return [...directories, ...alikeRows(folder.files, depth)]
}

function rowsOf(folder: Folder, depth: number): readonly FoldedRow[] {
  const files = [...filesIn(folder)]
  const [first] = files
  const common = commonFate(files)
  const row = { context: first!.context, path: `${folder.path}/`, depth, ...sumOf(files), fate: common, alike: 1 }
  return common === null ? [row, ...rowsIn(folder, depth + 1)] : [row]
}

function* filesIn(folder: Folder): Generator<ContextFile> {
  for (const inner of folder.folders.values()) yield* filesIn(inner)
  yield* folder.files
}

function commonFate(files: readonly ContextFile[]): Fate | null {
  const [first] = files
  const key = fateKey(first!)
  return files.every((file) => fateKey(file) === key) ? fateOf(first!) : null
}

function alikeRows(files: readonly ContextFile[], depth: number): readonly FoldedRow[] {
  const groups = new Map<string, ContextFile[]>()
  for (const file of files) {
    // A directory that is left out as a whole has its own row.
    const key = file.kind === 'directory' ? `directory ${file.path}` : fateKey(file)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [file])
    else group.push(file)
  }
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

function fateKey({ isIgnored, rule, takenBy }: ContextFile): string {
  if (isIgnored) return `ignored ${rule?.file}:${rule?.line}`
  return takenBy.map(({ vertex, line }) => `${line} ${vertex}`).join('\0')
}
