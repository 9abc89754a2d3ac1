import {
  chmodSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import type { CaseEntry, CaseTree } from './case-file.ts'
import { type CasePlace, fillIn } from './case-place.ts'

/**
 * Makes a directory hold exactly this tree, as an editor would: only what differs is written, so that inodes and times
 * of everything else stay what they were in the build before.
 */
export function applyTree(directory: string, tree: CaseTree, place: CasePlace): void {
  process.umask(0)
  const wanted = withParents(filledIn(tree, place))
  removeOthers(directory, '', wanted)
  const paths = [...wanted.keys()].sort((a, b) => writeOrder(wanted.get(a)!, a) - writeOrder(wanted.get(b)!, b))
  for (const path of paths) writeEntry(directory, join(directory, path), wanted.get(path)!)
  for (const path of paths) setMetadata(join(directory, path), wanted.get(path)!)
}

function filledIn(tree: CaseTree, place: CasePlace): Map<string, CaseEntry> {
  const filled = new Map<string, CaseEntry>()
  for (const [path, entry] of Object.entries(tree)) filled.set(fillIn(path, place), filledEntry(entry, place))
  return filled
}

function filledEntry(entry: CaseEntry, place: CasePlace): CaseEntry {
  switch (entry.t) {
    case 'f':
      return entry.c === undefined ? entry : { ...entry, c: fillIn(entry.c, place) }
    case 'd':
      return entry
    case 'l':
    case 'h':
      return { ...entry, to: fillIn(entry.to, place) }
  }
}

function withParents(tree: Map<string, CaseEntry>): Map<string, CaseEntry> {
  const all = new Map(tree)
  for (const path of tree.keys()) {
    const names = path.split('/')
    for (let depth = 1; depth < names.length; depth += 1) {
      const parent = names.slice(0, depth).join('/')
      if (!all.has(parent)) all.set(parent, { t: 'd' })
    }
  }
  return all
}

function removeOthers(root: string, prefix: string, wanted: ReadonlyMap<string, CaseEntry>): void {
  for (const name of readdirSync(join(root, prefix))) {
    const path = prefix === '' ? name : `${prefix}/${name}`
    const found = lstatSync(join(root, path))
    const entry = wanted.get(path)
    const stays =
      entry !== undefined &&
      ((found.isDirectory() && entry.t === 'd') ||
        (found.isSymbolicLink() && entry.t === 'l') ||
        (found.isFile() && (entry.t === 'f' || entry.t === 'h')))
    if (!stays) rmSync(join(root, path), { recursive: true, force: true })
    else if (found.isDirectory()) removeOthers(root, path, wanted)
  }
}

/** Parents before what they hold, hard links after everything. */
const writeOrder = (entry: CaseEntry, path: string): number => (entry.t === 'h' ? 1000 : 0) + path.split('/').length

function writeEntry(root: string, file: string, entry: CaseEntry): void {
  switch (entry.t) {
    case 'd':
      if (!existsSync(file)) mkdirSync(file)
      return
    case 'l':
      if (linkTarget(file) === entry.to) return
      rmSync(file, { force: true })
      symlinkSync(entry.to, file)
      return
    case 'h':
      writeHardLink(join(root, entry.to), file)
      return
    case 'f':
      writeFile(file, entry)
  }
}

const linkTarget = (file: string): string | null =>
  lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink() ? readlinkSync(file) : null

function writeHardLink(source: string, file: string): void {
  if (statSync(file, { throwIfNoEntry: false })?.ino === statSync(source).ino) return
  rmSync(file, { force: true })
  linkSync(source, file)
}

function writeFile(file: string, entry: CaseEntry & { readonly t: 'f' }): void {
  const content = entry.b64 === undefined ? Buffer.from(entry.c ?? '') : Buffer.from(entry.b64, 'base64')
  const found = lstatSync(file, { throwIfNoEntry: false })
  const breaks = Boolean(entry.breaklink) && (found?.nlink ?? 1) > 1
  if (found !== undefined && !breaks && readFileSync(file).equals(content)) return
  if (entry.breaklink) rmSync(file, { force: true })
  writeFileSync(file, content)
}

function setMetadata(file: string, entry: CaseEntry): void {
  if (entry.t === 'l' || entry.t === 'h') return
  const mode = Number.parseInt(entry.m ?? (entry.t === 'd' ? '755' : '644'), 8)
  if ((statSync(file).mode & 0o7777) !== mode) chmodSync(file, mode)
  if (entry.t === 'f' && entry.mtime !== undefined) utimesSync(file, entry.mtime, entry.mtime)
}
