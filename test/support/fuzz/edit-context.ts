import {
  allPaths,
  type FuzzEntry,
  type FuzzTree,
  isDirectory,
  textFiles,
  withMoved,
  withoutPath,
  withPath,
} from './fuzz-tree.ts'
import { contents, directoryNames, generateFile, generatePath, generateSymlink } from './generate-context.ts'
import type { Random } from './random.ts'
import { sampleArchives } from './sample-archives.ts'

export type ContextEdit = { readonly label: string; readonly tree: FuzzTree }

/** One change to the files of a context; null when the tree has nothing to make it with. */
export function editContext(random: Random, tree: FuzzTree): ContextEdit | null {
  return random.weighted<ContextEdit | null>([
    [6, () => editContent(random, tree)],
    [1, () => editUnseen(random, tree)],
    [1, () => touch(random, tree)],
    [2, () => changeMode(random, tree)],
    [2, () => remove(random, tree)],
    [2, () => moveFile(random, tree)],
    [1, () => swapFiles(random, tree)],
    [1.5, () => moveDirectory(random, tree)],
    [1, () => makeDirectory(random, tree)],
    [1.5, () => link(random, tree)],
    [0.5, () => directoryBecomesLink(random, tree)],
    [1, () => hardLink(random, tree)],
    [2, () => write(random, tree)],
    [1, () => changeType(random, tree)],
    [0.7, () => changeArchive(random, tree)],
  ])
}

function editContent(random: Random, tree: FuzzTree): ContextEdit | null {
  const path = pickFrom(random, textFiles(tree))
  if (path === null) return null
  const entry = tree[path] as FuzzEntry & { t: 'f' }
  const moved = entry.mtime !== undefined && random.chance(70) ? { mtime: entry.mtime + 1 + random.int(3) } : {}
  return { label: `edit ${path}`, tree: { ...tree, [path]: { ...entry, c: random.pick(contents), ...moved } } }
}

/** Other content of the same size, with the time put back: an edit that the builder's metadata comparison cannot see. */
function editUnseen(random: Random, tree: FuzzTree): ContextEdit | null {
  const path = pickFrom(random, textFiles(tree))
  if (path === null) return null
  const entry = tree[path] as FuzzEntry & { t: 'f' }
  const sameSize = contents.filter((text) => Buffer.byteLength(text) === Buffer.byteLength(entry.c ?? ''))
  const c = random.pick(sameSize.length > 0 ? sameSize : [entry.c ?? ''])
  const edited: FuzzEntry = { ...entry, c, mtime: entry.mtime ?? 1_000_000_000 }
  return { label: `edit ${path}, same size and time`, tree: { ...tree, [path]: edited } }
}

function touch(random: Random, tree: FuzzTree): ContextEdit | null {
  const path = pickFrom(random, textFiles(tree))
  if (path === null) return null
  const touched = { ...tree[path], mtime: 1_000_000_010 + random.int(5) } as FuzzEntry
  return { label: `touch ${path}`, tree: { ...tree, [path]: touched } }
}

function changeMode(random: Random, tree: FuzzTree): ContextEdit | null {
  const path = pickFrom(random, allPaths(tree))
  if (path === null) return null
  const entry = tree[path] ?? { t: 'd' as const }
  if (entry.t === 'l' || entry.t === 'h') return null
  const modes =
    entry.t === 'd' ? ['755', '700', '775', '711', '1777'] : ['644', '755', '600', '664', '700', '4755', '444']
  const m = random.pick(modes)
  return { label: `chmod ${m} ${path}`, tree: { ...tree, [path]: { ...entry, m } } }
}

function remove(random: Random, tree: FuzzTree): ContextEdit | null {
  const path = pickFrom(random, allPaths(tree))
  return path === null ? null : { label: `rm ${path}`, tree: withoutPath(tree, path) }
}

function moveFile(random: Random, tree: FuzzTree): ContextEdit | null {
  const path = pickFrom(random, textFiles(tree))
  const to = generatePath(random)
  if (path === null || to === path || to.startsWith(`${path}/`)) return null
  return { label: `mv ${path} ${to}`, tree: withMoved(tree, path, to) }
}

function swapFiles(random: Random, tree: FuzzTree): ContextEdit | null {
  const files = textFiles(tree)
  if (files.length < 2) return null
  const [a, b] = [random.pick(files), random.pick(files)]
  return { label: `swap ${a} ${b}`, tree: { ...tree, [a]: tree[b]!, [b]: tree[a]! } }
}

function moveDirectory(random: Random, tree: FuzzTree): ContextEdit | null {
  const path = pickFrom(
    random,
    allPaths(tree).filter((candidate) => isDirectory(tree, candidate)),
  )
  const to = random.pick(directoryNames) + random.int(2)
  if (path === null || to === path || to.startsWith(`${path}/`)) return null
  return { label: `mv ${path} ${to}`, tree: withMoved(tree, path, to) }
}

function makeDirectory(random: Random, tree: FuzzTree): ContextEdit {
  const path = `${random.pick(directoryNames)}/e${random.int(2)}`
  return { label: `mkdir ${path}`, tree: withPath(tree, path, { t: 'd' }) }
}

function link(random: Random, tree: FuzzTree): ContextEdit {
  const path = `${random.pick(directoryNames.slice(0, 5))}/l${random.int(2)}`
  return { label: `ln -s ${path}`, tree: withPath(tree, path, generateSymlink(random)) }
}

function directoryBecomesLink(random: Random, tree: FuzzTree): ContextEdit | null {
  const path = random.pick(['src', 'docs', 'a', 'pk1'])
  const to = random.pick(['docs', 'a', 'pk2', './src', '/docs', 'a/b'])
  if (to === path) return null
  return { label: `${path} becomes a link to ${to}`, tree: withPath(withoutPath(tree, path), path, { t: 'l', to }) }
}

function hardLink(random: Random, tree: FuzzTree): ContextEdit | null {
  const to = pickFrom(random, textFiles(tree))
  const path = `${random.pick(directoryNames.slice(0, 4))}/hl${random.int(2)}`
  if (to === null || to === path) return null
  const linked = withPath(tree, path, { t: 'h', to })
  return linked[to]?.t === 'f' ? { label: `ln ${to} ${path}`, tree: linked } : null
}

function write(random: Random, tree: FuzzTree): ContextEdit {
  const path = generatePath(random)
  return { label: `write ${path}`, tree: withPath(tree, path, generateFile(random)) }
}

/** A directory becomes a file, or anything else a directory. */
function changeType(random: Random, tree: FuzzTree): ContextEdit {
  const path = random.pick(['src/f.txt', 'a', 'docs', 'src/lib', 'a/b', 'pk1', 'x'])
  const cleared = withoutPath(tree, path)
  if (isDirectory(tree, path)) {
    return { label: `${path}: directory to file`, tree: withPath(cleared, path, generateFile(random)) }
  }
  return { label: `${path}: to directory`, tree: withPath(cleared, `${path}/f.txt`, generateFile(random)) }
}

function changeArchive(random: Random, tree: FuzzTree): ContextEdit {
  let changed = withPath(tree, 't.tar', { t: 'f', b64: random.pick(sampleArchives.plain) })
  if (random.chance(50)) changed = withPath(changed, 't.tar.gz', { t: 'f', b64: sampleArchives.compressed })
  return { label: 'archive', tree: changed }
}

const pickFrom = <T>(random: Random, list: readonly T[]): T | null => (list.length > 0 ? random.pick(list) : null)
