import { compareNames, type DirectoryEntry, type Entry } from '../../context/tree/entry.ts'

/**
 * An entry as an array: small in the file and quick to read, because a mirror can hold a hundred thousand files. The
 * first element is the kind. Values that only serve to recognize changed files on disk are left out.
 */
type PackedEntry = readonly unknown[]

const file = 0
const directory = 1
const symlink = 2
const special = 3

/**
 * Directories by number, each after those that it holds. Equal ones are written once, wherever they are, and are one
 * value again when they are read: builds of one context share most of it.
 */
export class PackedTrees {
  readonly #numbers = new Map<DirectoryEntry, number>()
  readonly #byText = new Map<string, number>()
  readonly #packed: PackedEntry[] = []

  numberOf(entry: DirectoryEntry): number {
    const known = this.#numbers.get(entry)
    if (known !== undefined) return known
    const packed = this.#packDirectory(entry)
    const text = JSON.stringify(packed)
    const number = this.#byText.get(text) ?? this.#packed.push(packed) - 1
    this.#byText.set(text, number)
    this.#numbers.set(entry, number)
    return number
  }

  all(): readonly PackedEntry[] {
    return this.#packed
  }

  #packDirectory({ name, mode, headerMode, children, unreadable }: DirectoryEntry): PackedEntry {
    const packed = children.map((child) => (child.kind === 'directory' ? this.numberOf(child) : packEntry(child)))
    return [directory, name, mode, headerMode, packed, ...(unreadable === undefined ? [] : [unreadable])]
  }
}

function packEntry(entry: Exclude<Entry, DirectoryEntry>): PackedEntry {
  switch (entry.kind) {
    case 'file': {
      const { name, mode, size, mtimeSec, mtimeNsec, contentDigest, sharedInode, xattrs, unreadable } = entry
      const packed: unknown[] = [file, name, mode, size, mtimeSec, mtimeNsec, contentDigest]
      if (sharedInode !== undefined || xattrs !== undefined || unreadable !== undefined) {
        packed.push({ sharedInode, xattrs, unreadable })
      }
      return packed
    }
    case 'symlink':
      return [symlink, entry.name, entry.mode, entry.mtimeSec, entry.mtimeNsec, entry.target]
    case 'special':
      return [special, entry.name, entry.mode, entry.mtimeSec, entry.mtimeNsec, entry.device]
  }
}

/** A list that `PackedTrees` did not write; caught where the file is parsed. */
export class DamagedTreeError extends Error {
  constructor(what: string) {
    super(`it holds ${what}`)
    this.name = 'DamagedTreeError'
  }
}

/**
 * The directories that `PackedTrees` numbered, by number. Files get `knownAt` (milliseconds since 1970) as the time of
 * their last change: a file with a later one may have changed since. Throws DamagedTreeError.
 */
export function unpackTrees(packed: readonly unknown[], knownAt: number): readonly DirectoryEntry[] {
  const trees: DirectoryEntry[] = []
  for (const entry of packed) trees.push(unpackDirectory(entry, trees, knownAt))
  return trees
}

/** Throws DamagedTreeError. */
export function treeAt(trees: readonly DirectoryEntry[], number: number): DirectoryEntry {
  const tree = trees[number]
  if (tree === undefined) throw new DamagedTreeError('a tree that is not there')
  return tree
}

function unpackDirectory(packed: unknown, before: readonly DirectoryEntry[], knownAt: number): DirectoryEntry {
  if (!Array.isArray(packed) || packed[0] !== directory) throw new DamagedTreeError('a tree that is not a directory')
  const children: unknown = packed[4]
  if (!Array.isArray(children)) throw new DamagedTreeError('a directory without a list')
  const unreadable = packed.length > 5 ? { unreadable: textAt(packed, 5) } : null
  const entries = children.map((child) =>
    typeof child === 'number' ? treeAt(before, child) : unpackEntry(child, knownAt),
  )
  const names = entries.map(({ name }) => name)
  if (names.some((name, index) => index > 0 && compareNames(names[index - 1]!, name) >= 0))
    throw new DamagedTreeError('a directory whose names are not in order')
  const [name, mode, headerMode] = [textAt(packed, 1), integerAt(packed, 2), integerAt(packed, 3)]
  return { kind: 'directory', name, mode, headerMode, children: entries, ...unreadable }
}

function unpackEntry(packed: unknown, knownAt: number): Entry {
  if (!Array.isArray(packed)) throw new DamagedTreeError('an entry that is not a list')
  const name = textAt(packed, 1)
  const mode = integerAt(packed, 2)
  switch (packed[0]) {
    case file: {
      const digest: unknown = packed[6]
      if (digest !== null && typeof digest !== 'string') throw new DamagedTreeError('a file without a digest')
      return {
        kind: 'file',
        name,
        mode,
        size: countAt(packed, 3),
        mtimeSec: numberAt(packed, 4),
        mtimeNsec: numberAt(packed, 5),
        ctimeSec: Math.floor(knownAt / 1000),
        ctimeNsec: (knownAt % 1000) * 1_000_000,
        ino: 0,
        contentDigest: digest,
        ...(packed.length > 7 ? extras(packed[7]) : null),
      }
    }
    case symlink: {
      const [mtimeSec, mtimeNsec] = [numberAt(packed, 3), numberAt(packed, 4)]
      return { kind: 'symlink', name, mode, mtimeSec, mtimeNsec, target: textAt(packed, 5) }
    }
    case special: {
      const [mtimeSec, mtimeNsec] = [numberAt(packed, 3), numberAt(packed, 4)]
      return { kind: 'special', name, mode, mtimeSec, mtimeNsec, device: countAt(packed, 5) }
    }
    default:
      throw new DamagedTreeError('an entry of an unknown kind')
  }
}

function textAt(list: readonly unknown[], index: number): string {
  const value = list[index]
  if (typeof value !== 'string') throw new DamagedTreeError('something else where text should be')
  return value
}

function numberAt(list: readonly unknown[], index: number): number {
  const value = list[index]
  if (typeof value !== 'number') throw new DamagedTreeError('something else where a number should be')
  return value
}

/** Modes may be negative: the classic builder's client sends an ignored directory with a special mode. */
function integerAt(list: readonly unknown[], index: number): number {
  const value = numberAt(list, index)
  if (!Number.isSafeInteger(value)) throw new DamagedTreeError('a number that is not an integer')
  return value
}

function countAt(list: readonly unknown[], index: number): number {
  const value = integerAt(list, index)
  if (value < 0) throw new DamagedTreeError('a number that is not a count')
  return value
}

const extraNames = ['sharedInode', 'xattrs', 'unreadable'] as const

function extras(packed: unknown): Partial<Record<(typeof extraNames)[number], string>> {
  if (typeof packed !== 'object' || packed === null || Array.isArray(packed))
    throw new DamagedTreeError('a file with odd attributes')
  const found: Partial<Record<(typeof extraNames)[number], string>> = {}
  for (const name of extraNames) {
    const value = (packed as Record<string, unknown>)[name]
    if (value === undefined) continue
    if (typeof value !== 'string') throw new DamagedTreeError('a file with odd attributes')
    found[name] = value
  }
  return found
}
