import { compareNames, type DirectoryEntry, type Entry } from '../../context/tree/entry.ts'
import type { ContextRead, Reader } from './context-reads.ts'
import { type PathReaders, pathReaders } from './path-readers.ts'

/** A line of an ignore file. `file` as shown to people. */
export type IgnoreRule = { readonly file: string; readonly line: number; readonly pattern: string }

/** A path that the ignore file leaves out; a directory represents everything in it. */
export type IgnoredPath = {
  /** Relative to the context, `/`-separated. */
  readonly path: string
  readonly kind: Entry['kind']
  /** Number of the files in a directory; 1 for any other entry. */
  readonly files: number
  readonly sizeBytes: number
  /** Null: it is left out though no line says so, as a directory is that holds ignored paths alone. */
  readonly rule: IgnoreRule | null
}

/** One context as it is on the disk. */
export type ContextContent = {
  /** Name of a named context; `''` is the build's own. */
  readonly name: string
  /** Without ignored entries. */
  readonly tree: DirectoryEntry
  readonly ignored: readonly IgnoredPath[]
}

/** A file, link or device of a context, an empty directory, or a directory that is left out as a whole. */
export type ContextFile = {
  /** Name of a named context; `''` is the build's own. */
  readonly context: string
  readonly path: string
  readonly kind: Entry['kind']
  readonly files: number
  readonly sizeBytes: number
  /** The steps that read it; empty where none does or it is ignored. */
  readonly takenBy: readonly Reader[]
  readonly isIgnored: boolean
  /** The rule that leaves it out. */
  readonly rule: IgnoreRule | null
}

export type FileSum = { readonly files: number; readonly sizeBytes: number }

export type ContextDirectory = FileSum & { readonly context: string; readonly path: string }

export type ContextReport = {
  /** In byte order of the paths, the build's own context first. */
  readonly files: readonly ContextFile[]
  /** Sums of the files that are not ignored, by directory; the context itself has the path `''`. */
  readonly directories: readonly ContextDirectory[]
  readonly totals: {
    /** Files that steps read. */
    readonly taken: FileSum
    /** Neither read nor ignored. */
    readonly untaken: FileSum
    readonly ignored: FileSum
  }
}

/** The content of the build contexts: every path with the steps that read it, or the rule that leaves it out. */
export function contextReport(contexts: readonly ContextContent[], reads: readonly ContextRead[]): ContextReport {
  const parts = contexts.map((content) => {
    const readers = pathReaders(
      content.tree,
      reads.filter(({ context }) => context === content.name),
    )
    const { files, directories } = listFiles(content, readers)
    return { files: [...files, ...content.ignored.map((path) => ignoredFile(content.name, path))], directories }
  })
  const files = parts.flatMap((part) => part.files.sort((a, b) => compareNames(a.path, b.path)))
  return {
    files,
    directories: parts.flatMap(({ directories }) => directories),
    totals: {
      taken: sumOf(files.filter(({ takenBy }) => takenBy.length > 0)),
      untaken: sumOf(files.filter(({ takenBy, isIgnored }) => takenBy.length === 0 && !isIgnored)),
      ignored: sumOf(files.filter(({ isIgnored }) => isIgnored)),
    },
  }
}

/** Adds up numbers of files and bytes. */
export function sumOf(files: readonly FileSum[]): FileSum {
  return files.reduce<FileSum>(
    (sum, file) => ({ files: sum.files + file.files, sizeBytes: sum.sizeBytes + file.sizeBytes }),
    { files: 0, sizeBytes: 0 },
  )
}

const ignoredFile = (context: string, path: IgnoredPath): ContextFile => ({
  context,
  ...path,
  takenBy: [],
  isIgnored: true,
})

function listFiles(
  { name: context, tree }: ContextContent,
  readers: PathReaders,
): { readonly files: ContextFile[]; readonly directories: readonly ContextDirectory[] } {
  const files: ContextFile[] = []
  const directories: ContextDirectory[] = []
  const visit = (directory: DirectoryEntry, path: string): FileSum => {
    const position = directories.push({ context, path, files: 0, sizeBytes: 0 }) - 1
    const sums = directory.children.map((child): FileSum => {
      const at = path === '' ? child.name : `${path}/${child.name}`
      if (child.kind === 'directory' && child.children.length > 0) return visit(child, at)
      const sizeBytes = child.kind === 'file' ? child.size : 0
      const file = { files: child.kind === 'directory' ? 0 : 1, sizeBytes }
      const takenBy = readers.get(at) ?? []
      files.push({ context, path: at, kind: child.kind, ...file, takenBy, isIgnored: false, rule: null })
      return file
    })
    const sum = sumOf(sums)
    directories[position] = { context, path, ...sum }
    return sum
  }
  visit(tree, '')
  return { files, directories }
}
