import { chmodSync, linkSync, mkdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { compileIgnoreRules } from '../../../../src/context/ignore/ignore-file.ts'
import { type DirectoryEntry, entryAt, walkEntries } from '../../../../src/context/tree/entry.ts'
import { includeAll, type WalkFilter } from '../../../../src/context/tree/walk-filter.ts'
import { diskPath } from '../../../../src/sources/files/tree/file-name.ts'
import { ReaderThreads } from '../../../../src/sources/files/tree/reader-threads.ts'
import { rescanPaths, type WalkOptions, walkContext } from '../../../../src/sources/files/tree/walk-context.ts'
import { directory, fifo, temporaryTree } from '../temporary-tree.ts'

const options = (root: string, filter: WalkFilter = includeAll): WalkOptions => ({
  root,
  filter,
  memoryOf: () => () => null,
  readers: new ReaderThreads({ helpers: 0 }),
  signal: new AbortController().signal,
})

const ignoring = (text: string) => compileIgnoreRules(text) as WalkFilter
const pathsOf = (root: DirectoryEntry) => [...walkEntries(root)].map(([path]) => path)

test('names come in byte order, directories before what they hold', async () => {
  const root = temporaryTree({ 'b/z': '1', 'b/a': '1', 'b.txt': '1', Z: '1', ä: '1', a: '1' })
  expect(pathsOf(await walkContext(options(root), null))).toEqual(['Z', 'a', 'b', 'b/a', 'b/z', 'b.txt', 'ä'])
})

test('an ignored directory is not entered, one with an exception below is', async () => {
  const root = temporaryTree({ 'node_modules/x/a': '1', 'dist/keep/a': '1', 'dist/b': '1', 'src/a': '1' })
  const entered: string[] = []
  const filter = ignoring('node_modules\ndist\n!dist/keep')
  const tree = await walkContext({ ...options(root, filter), entering: (path) => entered.push(path) }, null)
  expect(pathsOf(tree)).toEqual(['dist', 'dist/keep', 'dist/keep/a', 'src', 'src/a'])
  expect([...entered].sort()).toEqual(['', 'dist', 'dist/keep', 'src'])
})

test('an ignored directory without anything taken back is absent', async () => {
  const root = temporaryTree({ 'dist/b': '1', a: '1' })
  expect(pathsOf(await walkContext(options(root, ignoring('dist\n!dist/keep')), null))).toEqual(['a'])
})

test('a directory whose files are ignored stays, empty', async () => {
  const root = temporaryTree({ 'tmp/a.log': '1' })
  expect(pathsOf(await walkContext(options(root, ignoring('tmp/*')), null))).toEqual(['tmp'])
})

test('links are kept as links, also those that lead in circles', async () => {
  const root = temporaryTree({ loop: { link: '.' }, 'a/up': { link: '..' }, broken: { link: 'nowhere' } })
  const tree = await walkContext(options(root), null)
  expect(pathsOf(tree)).toEqual(['a', 'a/up', 'broken', 'loop'])
  expect(entryAt(tree, 'loop')).toMatchObject({ kind: 'symlink', target: '.' })
})

test('a FIFO is special, a socket an empty file', async () => {
  const root = temporaryTree({ pipe: fifo })
  const server = createServer().listen(join(root, 'socket'))
  onTestFinished(() => void server.close())
  await new Promise((resolve) => server.once('listening', resolve))
  const tree = await walkContext(options(root), null)
  expect(entryAt(tree, 'pipe')).toMatchObject({ kind: 'special', device: 0 })
  expect(entryAt(tree, 'socket')).toMatchObject({ kind: 'file', size: 0, contentDigest: expect.any(String) })
})

test('hard links share an inode, a file alone does not', async () => {
  const root = temporaryTree({ one: 'same', alone: 'x' })
  linkSync(join(root, 'one'), join(root, 'two'))
  const tree = await walkContext(options(root), null)
  const [one, two, alone] = ['one', 'two', 'alone'].map((name) => entryAt(tree, name))
  expect(one).toMatchObject({ sharedInode: expect.stringMatching(/^\d+:\d+$/) })
  expect((two as { sharedInode?: string }).sharedInode).toBe((one as { sharedInode?: string }).sharedInode)
  expect(alone).not.toHaveProperty('sharedInode')
})

test('setuid and sticky bits count as mode', async () => {
  const root = temporaryTree({ 'sticky/a': '1', tool: '1' })
  chmodSync(join(root, 'tool'), 0o4755)
  chmodSync(join(root, 'sticky'), 0o1777)
  const tree = await walkContext(options(root), null)
  expect(entryAt(tree, 'tool')).toMatchObject({ mode: 0o4755 })
  expect(entryAt(tree, 'sticky')).toMatchObject({ mode: 0o1777, headerMode: 0o1777 })
})

test('names with newlines, escapes and bytes that are not UTF-8 are kept apart and found again', async () => {
  const root = temporaryTree({ 'new\nline': '1', 'esc\u001b[31m': '1' })
  for (const byte of [0xfe, 0xff]) writeFileSync(Buffer.concat([Buffer.from(`${root}/odd`), Buffer.from([byte])]), 'x')
  const tree = await walkContext(options(root), null)
  expect(pathsOf(tree)).toEqual(['esc\u001b[31m', 'new\nline', 'odd\udcfe', 'odd\udcff'])
  expect(diskPath('a/odd\udcfe')).toEqual(Buffer.from([0x61, 0x2f, 0x6f, 0x64, 0x64, 0xfe]))
})

test('a walk that finds nothing changed answers with the tree it was given', async () => {
  const root = temporaryTree({ 'a/b/c': '1', 'a/d': '1', e: { link: 'a' }, f: directory })
  const before = await walkContext(options(root), null)
  expect(await walkContext(options(root), before)).toBe(before)
})

test('a change makes anew only the directories on its path', async () => {
  const root = temporaryTree({ 'a/b/c': '1', 'x/y': '1' })
  const before = await walkContext(options(root), null)
  writeFileSync(join(root, 'a/b/c'), 'longer')
  const after = await rescanPaths(options(root), before, [{ path: 'a/b/c', reach: 'entry' }])
  expect(entryAt(after, 'a/b/c')).toMatchObject({ size: 6 })
  expect(entryAt(after, 'x')).toBe(entryAt(before, 'x'))
})

test('looking again at single paths equals a fresh walk', async () => {
  const root = temporaryTree({ 'gone/a': '1', 'kept/a': '1', 'becomes-directory': '1', 'becomes-file/a': '1' })
  const before = await walkContext(options(root), null)
  rmSync(join(root, 'gone'), { recursive: true })
  rmSync(join(root, 'becomes-directory'))
  mkdirSync(join(root, 'becomes-directory/deep'), { recursive: true })
  writeFileSync(join(root, 'becomes-directory/deep/file'), '1')
  rmSync(join(root, 'becomes-file'), { recursive: true })
  writeFileSync(join(root, 'becomes-file'), '1')
  mkdirSync(join(root, 'new/deep'), { recursive: true })
  writeFileSync(join(root, 'new/deep/file'), '1')
  const names = ['gone', 'becomes-directory', 'becomes-file', 'new/deep/file', 'never/was/there', 'kept']
  const hints = names.map((path) => ({ path, reach: 'tree' }) as const)
  const after = await rescanPaths(options(root), before, hints)
  expect(after).toEqual(await walkContext(options(root), null))
})

test('a path behind an ignored directory is left alone', async () => {
  const root = temporaryTree({ 'dist/a': '1', b: '1' })
  const filter = ignoring('dist')
  const before = await walkContext(options(root, filter), null)
  writeFileSync(join(root, 'dist/a'), '22')
  expect(await rescanPaths(options(root, filter), before, [{ path: 'dist/a', reach: 'entry' }])).toBe(before)
})

test('times are kept to the nanosecond', async () => {
  const root = temporaryTree({ a: '1' })
  utimesSync(join(root, 'a'), 1_700_000_000.5, 1_700_000_000.5)
  expect(entryAt(await walkContext(options(root), null), 'a')).toMatchObject({
    mtimeSec: 1_700_000_000,
    mtimeNsec: 500_000_000,
  })
})

test('a context that is missing or a file says so', async () => {
  const root = temporaryTree({ file: '1' })
  await expect(walkContext(options(join(root, 'nowhere')), null)).rejects.toMatchObject({
    failure: { kind: 'no-context', summary: `${join(root, 'nowhere')} does not exist` },
  })
  await expect(walkContext(options(join(root, 'file')), null)).rejects.toMatchObject({
    failure: { kind: 'context-not-directory' },
  })
})

test('an aborted walk ends with the reason', async () => {
  const root = temporaryTree({ 'a/b/c': '1' })
  const controller = new AbortController()
  const entering = (path: string) => path === 'a' && controller.abort(new Error('left'))
  await expect(walkContext({ ...options(root), signal: controller.signal, entering }, null)).rejects.toThrow('left')
})
