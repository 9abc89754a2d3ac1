import { memoizeEach, memoizePairs } from '../../memo/memoize.ts'
import { childOf, type DirectoryEntry, type Entry, entryAt, type FileEntry, withEntry } from '../tree/entry.ts'
import { linkSources } from '../tree/hard-links.ts'

/**
 * The builder's copy of a context after a build that sends `sent`. `mirror` is the copy before it; null: there is none
 * yet.
 *
 * The builder compares only metadata and asks for files that look different. For all other files it keeps its records:
 * the content digest and attributes of a file may be older than the file, and a directory keeps the header
 * (`headerMode`) of its first transfer. Both trees and the result share equal parts; the same two trees give the
 * identical result. In `sent` every `headerMode` must equal `mode`. A file without a digest is taken as sent.
 *
 * Source: BuildKit source/local, tonistiigi/fsutil diff_containerd.go: sameFile, compareStat.
 */
export function syncMirror(mirror: DirectoryEntry | null, sent: DirectoryEntry): DirectoryEntry {
  if (mirror === null) return sent
  const synced = syncDirectory(mirror, sent)
  const links = linkSources(sent)
  return relinkedPaths(linkSources(mirror), links).reduce(
    (tree, path) => withEntry(tree, path, resentEntry(tree, sent, path, links.get(path))),
    synced,
  )
}

/**
 * A file that is sent again: the file as sent, or a hard link. For a hard link the builder takes its record of the
 * source.
 */
function resentEntry(mirror: DirectoryEntry, sent: DirectoryEntry, path: string, source: string | undefined) {
  const entry = entryAt(sent, path)
  const record = source === undefined ? undefined : entryAt(mirror, source)
  if (entry?.kind !== 'file' || record?.kind !== 'file' || record.contentDigest === null) return entry
  return withRecord(entry, record)
}

const syncDirectory = (old: DirectoryEntry, sent: DirectoryEntry): DirectoryEntry =>
  old === sent ? sent : syncPair(old, sent)

const syncPair = memoizePairs((old: DirectoryEntry, sent: DirectoryEntry): DirectoryEntry => {
  const oldByName = new Map(old.children.map((child) => [child.name, child]))
  const children = sent.children.map((child) => syncEntry(oldByName.get(child.name), child))
  const unchanged = children.every((child, index) => child === sent.children[index])
  if (unchanged && old.headerMode === sent.headerMode) return sent
  return { ...sent, headerMode: old.headerMode, children: unchanged ? sent.children : children }
})

function syncEntry(old: Entry | undefined, sent: Entry): Entry {
  if (old === undefined || old === sent) return sent
  if (old.kind === 'directory' && sent.kind === 'directory') return syncDirectory(old, sent)
  // Links and special files are known by their metadata: as sent is as it was.
  if (old.kind !== 'file' || sent.kind !== 'file' || !looksUntouched(old, sent)) return sent
  return old.contentDigest === null ? sent : withRecord(sent, old)
}

function looksUntouched(old: FileEntry, sent: FileEntry): boolean {
  return (
    old.size === sent.size &&
    old.mode === sent.mode &&
    old.mtimeSec === sent.mtimeSec &&
    old.mtimeNsec === sent.mtimeNsec
  )
}

/** The file as sent, with the builder's record of its content and attributes. */
function withRecord(sent: FileEntry, { contentDigest, xattrs }: FileEntry): FileEntry {
  if (sent.contentDigest === contentDigest && sent.xattrs === xattrs) return sent
  const { xattrs: _, unreadable: __, ...rest } = sent
  return { ...rest, contentDigest, ...(xattrs === undefined ? {} : { xattrs }) }
}

/** Paths that are sent again because they are a hard link now and were not, or to another file. */
function relinkedPaths(old: ReadonlyMap<string, string>, sent: ReadonlyMap<string, string>): readonly string[] {
  if (old === sent) return []
  const paths = new Set([...old.keys(), ...sent.keys()])
  return [...paths].filter((path) => old.get(path) !== sent.get(path))
}

/**
 * Paths to hash before a build that sends `sent` is predicted: files whose content the builder asks for, and files that
 * it takes as unchanged although their inode changed since the mirror was known. The latter decide about a warning
 * only.
 */
export function pathsToHash(mirror: DirectoryEntry | null, sent: DirectoryEntry): readonly string[] {
  const asked = openFiles(syncMirror(mirror, sent)).flatMap(({ path, reason }) => (reason === null ? [path] : []))
  return mirror === null ? asked : [...asked, ...touchedFiles(mirror, sent)]
}

/**
 * Files that are not hashed and look untouched to the builder, with an inode that changed later than the mirror's
 * entry: an edit that keeps size and time changes the inode. Costs what changed when both trees share their
 * directories.
 */
const touchedFiles = (mirror: DirectoryEntry, sent: DirectoryEntry): readonly string[] =>
  mirror === sent ? [] : touchedInPair(mirror, sent)

const touchedInPair = memoizePairs((mirror: DirectoryEntry, sent: DirectoryEntry): readonly string[] => {
  const found: string[] = []
  for (const now of sent.children) {
    const held = childOf(mirror, now.name)
    if (held === undefined || held === now) continue
    if (held.kind === 'directory' && now.kind === 'directory')
      for (const path of touchedFiles(held, now)) found.push(`${now.name}/${path}`)
    else if (held.kind === 'file' && now.kind === 'file' && isTouched(held, now)) found.push(now.name)
  }
  return found
})

const isTouched = (held: FileEntry, now: FileEntry): boolean =>
  now.contentDigest === null &&
  held.contentDigest !== null &&
  now.unreadable === undefined &&
  looksUntouched(held, now) &&
  (now.ctimeSec > held.ctimeSec || (now.ctimeSec === held.ctimeSec && now.ctimeNsec > held.ctimeNsec))

/** Paths that a build which sends `sent` cannot read, with the reason: it stops there. */
export function unreadablePaths(
  mirror: DirectoryEntry | null,
  sent: DirectoryEntry,
): readonly { readonly path: string; readonly reason: string }[] {
  const synced = syncMirror(mirror, sent)
  const open = openFiles(synced).flatMap(({ path, reason }) => (reason === null ? [] : [{ path, reason }]))
  return synced.unreadable === undefined ? open : [{ path: '', reason: synced.unreadable }, ...open]
}

/** An entry that a checksum cannot be made of. `reason`: why it cannot be read; null: it is only not hashed yet. */
type OpenEntry = { readonly path: string; readonly reason: string | null }

const openFiles = memoizeEach((directory: DirectoryEntry): readonly OpenEntry[] => {
  const found: OpenEntry[] = []
  for (const child of directory.children) {
    if (child.kind === 'file' && child.contentDigest === null) {
      if (child.unreadable !== undefined) found.push({ path: child.name, reason: child.unreadable })
      else if (child.size > 0) found.push({ path: child.name, reason: null })
    }
    if (child.kind !== 'directory') continue
    if (child.unreadable !== undefined) found.push({ path: child.name, reason: child.unreadable })
    for (const { path, reason } of openFiles(child)) found.push({ path: `${child.name}/${path}`, reason })
  }
  return found.length === 0 ? nothingOpen : found
})
const nothingOpen: readonly OpenEntry[] = []
