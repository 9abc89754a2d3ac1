/**
 * One entry of a build context and the tree they form: a persistent value.
 * A change re-makes only the directories on its path, so equal identity means equal content all the way down.
 */

type Common = {
  /** Base name; empty for the root. */
  readonly name: string
  /** Permission bits including setuid, setgid and sticky (12 bits). */
  readonly mode: number
}

/** Modification time to the nanosecond, in two safe integers. */
export type Timestamp = { readonly mtimeSec: number; readonly mtimeNsec: number }

/** Further values by which a changed file is recognized, as in git's index; never part of a checksum. */
export type InodeStamp = { readonly ctimeSec: number; readonly ctimeNsec: number; readonly ino: number }

export type FileEntry = Common &
  Timestamp &
  InodeStamp & {
    readonly kind: 'file'
    /** Bytes. A socket counts as an empty file, as the builder's client sends it. */
    readonly size: number
    /** sha256 of the content, first 32 hex digits (128 bits); null while it is not hashed. */
    readonly contentDigest: string | null
    /**
     * Hashed in the clock tick of the file's last change: a second change in that tick would leave the same stamp. The
     * digest counts for this snapshot only; the next look at the path hashes it again. Git calls this racily clean.
     */
    readonly racy?: true
    /** `dev:ino` when the inode has other names too; hard links are sent as such. */
    readonly sharedInode?: string
    /** User extended attributes in canonical form; absent if they could not be read. */
    readonly xattrs?: string
    /** The path is there but cannot be read: a build that needs it fails with this reason (EACCES …). */
    readonly unreadable?: string
    /** The classic builder's client leaves sockets out. */
    readonly socket?: true
  }

export type SymlinkEntry = Common & Timestamp & { readonly kind: 'symlink'; readonly target: string }

/** FIFO or device: known by its type and device number. */
export type SpecialEntry = Common & Timestamp & { readonly kind: 'special'; readonly device: number }

export type DirectoryEntry = Common & {
  readonly kind: 'directory'
  /**
   * The mode that counts in checksums. The builder does not look again at the header of a directory it already
   * holds, so in the builder's mirror this may be older than `mode`.
   */
  readonly headerMode: number
  /** In byte order of the names. */
  readonly children: readonly Entry[]
  /** The directory cannot be listed. */
  readonly unreadable?: string
}

export type Entry = FileEntry | SymlinkEntry | SpecialEntry | DirectoryEntry

/** Byte order of UTF-8 names. JavaScript's own order differs only for characters beyond the BMP. */
export function compareNames(a: string, b: string): number {
  if (a === b) return 0
  if (hasSurrogate.test(a) || hasSurrogate.test(b)) return Buffer.compare(Buffer.from(a), Buffer.from(b))
  return a < b ? -1 : 1
}
const hasSurrogate = /[\ud800-\udfff]/

export const emptyDirectory: DirectoryEntry = {
  kind: 'directory',
  name: '',
  mode: 0o755,
  headerMode: 0o755,
  children: [],
}

/** Finds a child by name in a directory's sorted list. */
export function childOf(directory: DirectoryEntry, name: string): Entry | undefined {
  const index = findChild(directory.children, name)
  return index >= 0 ? directory.children[index] : undefined
}

/** Index of the child with this name, or the bitwise complement of the place where it would go. */
export function findChild(children: readonly Entry[], name: string): number {
  let low = 0
  let high = children.length - 1
  while (low <= high) {
    const middle = (low + high) >> 1
    const order = compareNames(children[middle]!.name, name)
    if (order === 0) return middle
    if (order < 0) low = middle + 1
    else high = middle - 1
  }
  return ~low
}

/** `findChild` for names that are looked up in their order: `expected` is the index at which this one may be. */
export const findNextChild = (children: readonly Entry[], name: string, expected: number): number =>
  children[expected]?.name === name ? expected : findChild(children, name)

/** The entry at a clean relative path (`''` is the root itself), without following symbolic links. */
export function entryAt(root: DirectoryEntry, path: string): Entry | undefined {
  if (path === '') return root
  let entry: Entry = root
  for (const name of path.split('/')) {
    if (entry.kind !== 'directory') return undefined
    const child = childOf(entry, name)
    if (child === undefined) return undefined
    entry = child
  }
  return entry
}

/**
 * A copy of the tree with `entry` at `path` (undefined removes it). Only the directories on the path are new objects.
 */
export function withEntry(root: DirectoryEntry, path: string, entry: Entry | undefined): DirectoryEntry {
  const slash = path.indexOf('/')
  const name = slash < 0 ? path : path.slice(0, slash)
  const index = findChild(root.children, name)
  let child: Entry | undefined
  if (slash < 0) child = entry
  else {
    const inner = index >= 0 ? root.children[index] : undefined
    if (inner?.kind === 'directory') child = withEntry(inner, path.slice(slash + 1), entry)
    else if (entry === undefined) return root
    else child = withEntry({ ...emptyDirectory, name }, path.slice(slash + 1), entry)
  }
  if (child === (index >= 0 ? root.children[index] : undefined)) return root
  const children = root.children.slice()
  if (child === undefined) children.splice(index, 1)
  else if (index >= 0) children[index] = child
  else children.splice(~index, 0, child)
  return { ...root, children }
}

/** Walks a tree in the order in which a builder's client sends it: parents first, names in byte order. */
export function* walkEntries(root: DirectoryEntry, prefix = ''): Generator<readonly [path: string, entry: Entry]> {
  for (const child of root.children) {
    const path = prefix === '' ? child.name : `${prefix}/${child.name}`
    yield [path, child]
    if (child.kind === 'directory') yield* walkEntries(child, path)
  }
}
