import { digestOf } from '../../../context/tree/digest.ts'
import type { DirectoryEntry, Entry } from '../../../context/tree/entry.ts'
import { linkSources } from '../../../context/tree/hard-links.ts'
import { resolvePath } from '../../../context/tree/resolve-path.ts'
import { KeyedMemo } from '../../../memo/memoize.ts'

/** The header mode of a directory that the client uploads without an entry for itself (see `sent-context.ts`). */
export const noHeader = -1

/** The sum of one entry; null while a file that it needs is not hashed. */
export type MaybeSum = string | null

/**
 * Sums of an uploaded context, as the classic builder computes them. Each entry has a sum of its whole path, mode,
 * size, type, link target and content. Times, owners (the client resets them) and user attributes do not count. A
 * symbolic link counts as its target. A further name of an inode counts as a link to the first name, without content.
 * Source: moby pkg/tarsum/versioning.go, builder/remotecontext/archive.go: Hash.
 */
export class ContextSums {
  readonly #root: DirectoryEntry
  readonly #links: ReadonlyMap<string, string>

  constructor(root: DirectoryEntry) {
    this.#root = root
    this.#links = linkSources(root)
  }

  /** The sum of a path, links followed; undefined: its links go in circles. */
  sumOf(path: string): MaybeSum | undefined {
    const resolved = resolvePath(this.#root, path, { finalLink: true })
    if (resolved === null) return undefined
    const { path: real, entry } = resolved
    // A path outside the upload has no sum: the requested path stands in for it.
    if (entry === undefined || real === '') return nameSum(path)
    return entrySum(real, entry, this.#links) ?? (isBare(entry) ? nameSum(path) : null)
  }

  /** The sum of everything below a directory that is in the upload, itself included, as a set of sums. */
  treeSum(path: string, directory: DirectoryEntry): MaybeSum {
    const { total, dependent } = plainPart(path, directory)
    const sums = dependent.map((inner) => this.sumOf(inner))
    if (total === null || sums.includes(null)) return null
    // Nothing of an entry that leads in circles counts.
    return digestOf('dir', add(total, ...sums.map((sum) => (sum == null ? 0n : numberOf(sum)))).toString(16))
  }
}

const nameSum = (path: string): string => digestOf('name', path)
const isBare = (entry: Entry): boolean => entry.kind === 'directory' && entry.headerMode === noHeader

/** The sum of an entry other than a symbolic link; null: not hashed, or a directory without a header. */
function entrySum(path: string, entry: Entry, links: ReadonlyMap<string, string>): MaybeSum {
  switch (entry.kind) {
    case 'file': {
      const first = links.get(path)
      if (first !== undefined) return digestOf('link', path, entry.mode, first)
      return entry.size > 0 && entry.contentDigest === null
        ? null
        : digestOf('file', path, entry.mode, entry.size, entry.size === 0 ? '' : entry.contentDigest)
    }
    case 'directory':
      return entry.headerMode === noHeader ? null : digestOf('directory', path, entry.headerMode)
    case 'special':
      return digestOf('special', path, entry.mode, entry.device)
    case 'symlink':
      return digestOf('symlink', path, entry.target)
  }
}

/**
 * The builder sorts the sums of a directory and hashes them. Adding them up says the same of two such sets, and lets a
 * directory's part be kept while only its neighbours change.
 */
const add = (...numbers: readonly bigint[]): bigint =>
  BigInt.asUintN(
    128,
    numbers.reduce((total, number) => total + number, 0n),
  )
const numberOf = (sum: string): bigint => BigInt(`0x${sum}`)

type PlainPart = {
  /** Total of the entries whose sum follows from themselves; null: some are not hashed. */
  readonly total: bigint | null
  /** Paths whose sum depends on something elsewhere: symbolic links, files with several names. */
  readonly dependent: readonly string[]
}

function plainPart(path: string, directory: DirectoryEntry): PlainPart {
  return parts.get(directory, path, () => {
    const totals: (bigint | null)[] = path === '' ? [] : [headerOf(path, directory)]
    const dependent: string[] = []
    for (const child of directory.children) {
      const inner = path === '' ? child.name : `${path}/${child.name}`
      if (child.kind === 'directory') {
        const below = plainPart(inner, child)
        totals.push(below.total)
        for (const one of below.dependent) dependent.push(one)
      } else if (child.kind === 'symlink' || (child.kind === 'file' && child.sharedInode !== undefined)) {
        dependent.push(inner)
      } else {
        const sum = entrySum(inner, child, noLinks)
        totals.push(sum === null ? null : numberOf(sum))
      }
    }
    const known = totals.filter((total) => total !== null)
    return { total: known.length === totals.length ? add(...known) : null, dependent }
  })
}
const headerOf = (path: string, directory: DirectoryEntry): bigint =>
  numberOf(isBare(directory) ? nameSum(path) : entrySum(path, directory, noLinks)!)
const noLinks: ReadonlyMap<string, string> = new Map()
const parts = new KeyedMemo<DirectoryEntry, PlainPart>()
