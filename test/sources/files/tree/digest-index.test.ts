import { createHash } from 'node:crypto'
import { readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { type DirectoryEntry, entryAt, type FileEntry, walkEntries } from '../../../../src/context/tree/entry.ts'
import { includeAll } from '../../../../src/context/tree/walk-filter.ts'
import { withEntries } from '../../../../src/context/tree/with-entries.ts'
import {
  type DigestIndex,
  emptyIndex,
  indexPath,
  loadIndex,
  saveIndex,
} from '../../../../src/sources/files/tree/digest-index.ts'
import { hashFiles, type Unhashed } from '../../../../src/sources/files/tree/hash-files.ts'
import { ReaderThreads } from '../../../../src/sources/files/tree/reader-threads.ts'
import { walkContext } from '../../../../src/sources/files/tree/walk-context.ts'
import { temporaryTree } from '../temporary-tree.ts'

const signal = new AbortController().signal
const readers = new ReaderThreads({ helpers: 0 })
const control = { report: () => undefined, interrupted: () => false, signal }

const walk = (root: string, index: DigestIndex = emptyIndex) =>
  walkContext({ root, filter: includeAll, memoryOf: index.memoryOf, readers, signal }, null)

const unhashedOf = (tree: DirectoryEntry): Unhashed[] =>
  [...walkEntries(tree)].flatMap(([path, entry]) =>
    entry.kind === 'file' && entry.contentDigest === null ? [{ path, entry }] : [],
  )

async function hashAll(root: string, tree: DirectoryEntry): Promise<DirectoryEntry> {
  return withEntries(tree, (await hashFiles(root, unhashedOf(tree), control, readers)).entries)
}

/** Files younger than a clock tick are never remembered: the tests age them. */
const aged = (tree: DirectoryEntry): DirectoryEntry =>
  withEntries(
    tree,
    new Map(
      [...walkEntries(tree)].flatMap(([path, entry]) => {
        if (entry.kind !== 'file') return []
        const { racy: _, ...old } = entry
        return [[path, old]]
      }),
    ),
  )

/** Hashes all as if no time had passed since the last change of `changed`. */
async function hashInTheTick(root: string, tree: DirectoryEntry, changed: string): Promise<DirectoryEntry> {
  const clock = vi.spyOn(Date, 'now').mockReturnValue(Math.floor(statSync(join(root, changed)).ctimeMs))
  try {
    return await hashAll(root, tree)
  } finally {
    clock.mockRestore()
  }
}

test('a hashed file has the first half of its sha256', async () => {
  const root = temporaryTree({ 'd/a': 'hello' })
  const tree = await hashAll(root, await walk(root))
  const sha256 = createHash('sha256').update('hello').digest('hex')
  expect(entryAt(tree, 'd/a')).toMatchObject({ contentDigest: sha256.slice(0, 32) })
})

test('a file larger than the read buffer is hashed whole', async () => {
  const content = 'x'.repeat(700_001)
  const root = temporaryTree({ a: content })
  const sha256 = createHash('sha256').update(content).digest('hex')
  expect(entryAt(await hashAll(root, await walk(root)), 'a')).toMatchObject({ contentDigest: sha256.slice(0, 32) })
})

test('what was hashed is known at the next walk, except what changed since', async () => {
  const root = temporaryTree({ 'd/a': 'one', 'd/b': 'two', c: 'three' })
  const path = indexPath(root, { XDG_CACHE_HOME: join(temporaryTree(), 'cache') })!
  saveIndex(path, aged(await hashAll(root, await walk(root))))
  writeFileSync(join(root, 'd/b'), 'TWO')
  expect(unhashedOf(await walk(root, loadIndex(path))).map(({ path }) => path)).toEqual(['d/b'])
})

test('files that came or went between, in any place of the order, hide no digest of the others', async () => {
  const names = ['a', 'c', 'e', 'g', 'ä', 'i']
  const root = temporaryTree(Object.fromEntries(names.map((name) => [`d/${name}`, `content of ${name}`])))
  const path = join(temporaryTree(), 'index')
  saveIndex(path, aged(await hashAll(root, await walk(root))))
  const before = await hashAll(root, await walk(root))
  for (const gone of ['a', 'e']) rmSync(join(root, 'd', gone))
  for (const come of ['0', 'b', 'f', 'z']) writeFileSync(join(root, 'd', come), 'new')
  const tree = await walk(root, loadIndex(path))
  expect(unhashedOf(tree).map(({ path }) => path)).toEqual(['d/0', 'd/b', 'd/f', 'd/z'])
  for (const name of ['c', 'g', 'i', 'ä']) {
    const { contentDigest } = entryAt(before, `d/${name}`) as FileEntry
    expect(entryAt(tree, `d/${name}`)).toMatchObject({ contentDigest })
  }
})

test('a file hashed in the tick of its last change is not remembered', async () => {
  const root = temporaryTree({ a: 'one' })
  const path = join(temporaryTree(), 'index')
  const tree = await walk(root)
  writeFileSync(join(root, 'a'), 'two')
  const now = await walk(root)
  saveIndex(path, await hashInTheTick(root, now, 'a'))
  expect(tree).not.toEqual(now)
  expect(loadIndex(path).size).toBe(0)
})

test('a copy of an entry that was hashed too early is as little remembered, or taken for unchanged, as the entry', async () => {
  const root = temporaryTree({ a: 'one' })
  const path = join(temporaryTree(), 'index')
  const hashed = await hashInTheTick(root, await walk(root), 'a')
  const copied = withEntries(hashed, new Map([['a', { ...(entryAt(hashed, 'a') as FileEntry) }]]))
  saveIndex(path, copied)
  expect(loadIndex(path).size).toBe(0)
  const again = await walkContext({ root, filter: includeAll, memoryOf: emptyIndex.memoryOf, readers, signal }, copied)
  expect(entryAt(again, 'a')).toMatchObject({ contentDigest: null })
})

test('files that change, vanish or become something else before they are hashed are named', async () => {
  const root = temporaryTree({ changed: 'one', kept: 'two' })
  const tree = await walk(root)
  writeFileSync(join(root, 'changed'), 'longer than before')
  const gone: FileEntry = { ...(entryAt(tree, 'kept') as FileEntry), name: 'gone' }
  const files = [...unhashedOf(tree), { path: 'gone', entry: gone }]
  const { moved, entries } = await hashFiles(root, files, control, readers)
  expect(moved).toEqual(['changed', 'gone'])
  expect(entries.map(([path]) => path)).toEqual(['kept'])
})

test.each([
  ['cut off', (path: string) => truncateSync(path, 60)],
  ['damaged', (path: string) => writeFileSync(path, Buffer.from(readFileSync(path)).fill(7, 70, 80))],
  ['of another kind', (path: string) => writeFileSync(path, 'something else')],
  ['empty', (path: string) => writeFileSync(path, '')],
])('an index that is %s counts as empty', async (_, spoil) => {
  const root = temporaryTree({ a: 'one', b: 'two' })
  const path = join(temporaryTree(), 'index')
  saveIndex(path, aged(await hashAll(root, await walk(root))))
  expect(loadIndex(path).size).toBe(2)
  spoil(path)
  expect(loadIndex(path).size).toBe(0)
})

test('an index whose counts lead out of it is empty, although its checksum fits', async () => {
  const root = temporaryTree({ a: 'one', b: 'two' })
  const path = join(temporaryTree(), 'index')
  saveIndex(path, aged(await hashAll(root, await walk(root))))
  for (const [word, number] of [0, 1, 2].flatMap((word) =>
    [1000, 0xffffffff].map((number) => [word, number] as const),
  )) {
    const file = Buffer.from(readFileSync(path))
    const body = file.subarray(24 + 32)
    body.writeUInt32LE(number, word * 4)
    createHash('sha256').update(body).digest().copy(file, 24)
    const spoiled = `${path}-${word}-${number}`
    writeFileSync(spoiled, file)
    expect(unhashedOf(await walk(root, loadIndex(spoiled)))).toHaveLength(2)
  }
})

test('without a home for it nothing is remembered, least of all in the context', () => {
  expect(indexPath('/shop', { XDG_CACHE_HOME: 'relative', HOME: '/home/me' })).toMatch(/^\/home\/me\//)
  const elsewhere = indexPath('/shop', { HOME: '' })
  expect(elsewhere === null || elsewhere.startsWith('/')).toBe(true)
})

test('a missing index is empty', () => {
  expect(loadIndex('/nowhere/at/all').size).toBe(0)
})
