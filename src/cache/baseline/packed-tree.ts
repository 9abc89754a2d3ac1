import type { DirectoryEntry, Entry } from '../../context/entry.ts'
import { BaselineShapeError, numberAt, stringAt } from './shape.ts'

/**
 * A tree as nested arrays: small in the file and quick to read, since a mirror can hold a hundred thousand files.
 * The first element tells the kind. What only tells a changed file from an untouched one on disk is left out.
 */
export type PackedEntry = readonly unknown[]

const file = 0
const directory = 1
const symlink = 2
const special = 3

export function packTree(entry: Entry): PackedEntry {
  switch (entry.kind) {
    case 'file': {
      const { name, mode, size, mtimeSec, mtimeNsec, contentDigest, sharedInode, xattrs, unreadable } = entry
      const packed: unknown[] = [file, name, mode, size, mtimeSec, mtimeNsec, contentDigest]
      if (sharedInode !== undefined || xattrs !== undefined || unreadable !== undefined) {
        packed.push({ sharedInode, xattrs, unreadable })
      }
      return packed
    }
    case 'directory': {
      const { name, mode, headerMode, children, unreadable } = entry
      const packed: unknown[] = [directory, name, mode, headerMode, children.map(packTree)]
      if (unreadable !== undefined) packed.push(unreadable)
      return packed
    }
    case 'symlink':
      return [symlink, entry.name, entry.mode, entry.mtimeSec, entry.mtimeNsec, entry.target]
    case 'special':
      return [special, entry.name, entry.mode, entry.mtimeSec, entry.mtimeNsec, entry.device]
  }
}

/** Throws BaselineShapeError. */
export function unpackDirectory(packed: unknown): DirectoryEntry {
  const entry = unpackEntry(packed)
  if (entry.kind !== 'directory') throw new BaselineShapeError('a tree that is no directory')
  return entry
}

function unpackEntry(packed: unknown): Entry {
  if (!Array.isArray(packed)) throw new BaselineShapeError('an entry that is no list')
  const name = stringAt(packed, 1)
  const mode = numberAt(packed, 2)
  switch (packed[0]) {
    case file: {
      const digest: unknown = packed[6]
      if (digest !== null && typeof digest !== 'string') throw new BaselineShapeError('a file without a digest')
      return {
        kind: 'file',
        name,
        mode,
        size: numberAt(packed, 3),
        mtimeSec: numberAt(packed, 4),
        mtimeNsec: numberAt(packed, 5),
        ctimeSec: 0,
        ctimeNsec: 0,
        ino: 0,
        contentDigest: digest,
        ...(packed.length > 7 ? extras(packed[7]) : null),
      }
    }
    case directory: {
      const children: unknown = packed[4]
      if (!Array.isArray(children)) throw new BaselineShapeError('a directory without a list')
      const unreadable = packed.length > 5 ? { unreadable: stringAt(packed, 5) } : null
      const entries = children.map(unpackEntry)
      return { kind: 'directory', name, mode, headerMode: numberAt(packed, 3), children: entries, ...unreadable }
    }
    case symlink: {
      const [mtimeSec, mtimeNsec] = [numberAt(packed, 3), numberAt(packed, 4)]
      return { kind: 'symlink', name, mode, mtimeSec, mtimeNsec, target: stringAt(packed, 5) }
    }
    case special: {
      const [mtimeSec, mtimeNsec] = [numberAt(packed, 3), numberAt(packed, 4)]
      return { kind: 'special', name, mode, mtimeSec, mtimeNsec, device: numberAt(packed, 5) }
    }
    default:
      throw new BaselineShapeError('an entry of an unknown kind')
  }
}

const extraNames = ['sharedInode', 'xattrs', 'unreadable'] as const

function extras(packed: unknown): Partial<Record<(typeof extraNames)[number], string>> {
  if (typeof packed !== 'object' || packed === null) throw new BaselineShapeError('a file with odd attributes')
  const found: Partial<Record<(typeof extraNames)[number], string>> = {}
  for (const name of extraNames) {
    const value = (packed as Record<string, unknown>)[name]
    if (typeof value === 'string') found[name] = value
  }
  return found
}
