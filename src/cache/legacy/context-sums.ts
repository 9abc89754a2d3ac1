import { digestOf } from '../../context/digest.ts'
import type { DirectoryEntry, Entry } from '../../context/entry.ts'
import { EntryMemo } from '../../context/entry-memo.ts'
import { linkSources } from '../../context/hard-links.ts'
import { resolvePath } from '../../context/resolve-path.ts'

/** Header mode of a directory that is uploaded without an entry of its own (see `sent-context.ts`). */
export const noHeader = -1

/** The sum of one entry; null while a file that it needs is not hashed. */
export type MaybeSum = string | null

/**
 * Sums as the classic builder takes them of an uploaded context: one per entry, over its whole path, mode, size, type,
 * link target and content; not over times, owners (the client resets them) and user attributes. A symbolic link counts as what it
 * leads to. A further name of an inode counts as a link to the first one, without its content.
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
    // What is not in the upload has no sum: the path as it was asked for stands in.
    if (entry === undefined || real === '') return nameSum(path)
    return entrySum(real, entry, this.#links) ?? (isBare(entry) ? nameSum(path) : null)
  }

  /** The sum of everything below a directory that is in the upload, itself included, as a set of sums. */
  treeSum(path: string, directory: DirectoryEntry): MaybeSum {
    const { digest, loose } = plainPart(path, directory)
    const sums = loose.map((inner) => this.sumOf(inner))
    if (digest === null || sums.includes(null)) return null
    // Nothing of an entry that leads in circles counts.
    return digestOf('dir', digest, sums.filter((sum) => sum !== undefined).sort())
  }
}

const nameSum = (path: string): string => digestOf('name', path)
const isBare = (entry: Entry): boolean => entry.kind === 'directory' && entry.headerMode === noHeader

/** The sum of an entry that is no symbolic link; null: not hashed, or a directory without a header. */
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

type PlainPart = {
  /** Of all entries whose sum follows from themselves; null: not all hashed. */
  readonly digest: MaybeSum
  /** Paths whose sum depends on something elsewhere: symbolic links, files with several names. */
  readonly loose: readonly string[]
}

function plainPart(path: string, directory: DirectoryEntry): PlainPart {
  return parts.get(directory, path, () => {
    const plain: unknown[] = [path === '' || isBare(directory) ? path : entrySum(path, directory, noLinks)]
    const loose: string[] = []
    let complete = true
    for (const child of directory.children) {
      const inner = path === '' ? child.name : `${path}/${child.name}`
      if (child.kind === 'symlink' || (child.kind === 'file' && child.sharedInode !== undefined)) {
        loose.push(inner)
        continue
      }
      const below = child.kind === 'directory' ? plainPart(inner, child) : null
      const sum = below === null ? entrySum(inner, child, noLinks) : below.digest
      if (sum === null) complete = false
      else plain.push(sum)
      if (below !== null) loose.push(...below.loose)
    }
    return { digest: complete ? digestOf('plain', plain) : null, loose }
  })
}
const noLinks: ReadonlyMap<string, string> = new Map()
const parts = new EntryMemo<DirectoryEntry, PlainPart>()
