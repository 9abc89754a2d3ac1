import { expect, test } from 'vitest'
import {
  type DirectoryEntry,
  emptyDirectory,
  type FileEntry,
  type SymlinkEntry,
  withEntry,
} from '../../../src/context/tree/entry.ts'
import { treeChanges } from '../../../src/context/tree/tree-changes.ts'

const link = (name: string, target: string): SymlinkEntry => ({
  kind: 'symlink',
  name,
  mode: 0o777,
  mtimeSec: 0,
  mtimeNsec: 0,
  target,
})

const tree = (...paths: readonly string[]): DirectoryEntry =>
  paths.reduce((root, path) => {
    const name = path.slice(path.lastIndexOf('/') + 1)
    return withEntry(root, path, name === 'empty' ? { ...emptyDirectory, name } : link(name, 'x'))
  }, emptyDirectory)

const told = (before: DirectoryEntry, after: DirectoryEntry) =>
  treeChanges(before, after).map(
    ({ path, before: old, after: now }) => `${old === undefined ? '+' : now === undefined ? '-' : '~'} ${path}`,
  )

test('equal trees have no changes', () => {
  expect(told(tree('a/b'), tree('a/b'))).toEqual([])
  const same = tree('a/b')
  expect(told(same, same)).toEqual([])
})

test('a directory that comes or goes is told by what it holds', () => {
  expect(told(tree('a'), tree('a', 'd/e/f', 'd/g'))).toEqual(['+ d/e/f', '+ d/g'])
  expect(told(tree('d/e/f', 'd/g'), tree())).toEqual(['- d/e/f', '- d/g'])
})

test('an empty directory stands for itself', () => {
  expect(told(tree(), tree('d/empty'))).toEqual(['+ d/empty'])
})

test('a file that becomes a directory is told with what came', () => {
  expect(told(tree('d'), tree('d/a'))).toEqual(['+ d/a', '~ d'])
})

test("a directory's own mode is a change of the directory", () => {
  const before = withEntry(emptyDirectory, 'd', { ...emptyDirectory, name: 'd' })
  const after = withEntry(emptyDirectory, 'd', { ...emptyDirectory, name: 'd', mode: 0o700, headerMode: 0o700 })
  expect(told(before, after)).toEqual(['~ d'])
})

const unread: FileEntry = {
  kind: 'file',
  name: 'a',
  mode: 0o644,
  mtimeSec: 1,
  mtimeNsec: 2,
  ctimeSec: 3,
  ctimeNsec: 4,
  ino: 5,
  size: 6,
  contentDigest: null,
}

const file = (changes: Partial<FileEntry>) => withEntry(emptyDirectory, 'a', { ...unread, ...changes })

test('a file that was not read again is the same while nothing else about it changed', () => {
  expect(told(file({ contentDigest: 'f'.repeat(32) }), file({}))).toEqual([])
  expect(told(file({ contentDigest: 'f'.repeat(32) }), file({ ctimeNsec: 5 }))).toEqual(['~ a'])
})

test('a file that was read again, because it had been hashed right after its change, was not saved', () => {
  const digest = 'f'.repeat(32)
  expect(told(file({ contentDigest: digest, racy: true }), file({ contentDigest: digest }))).toEqual([])
  expect(told(file({ contentDigest: digest, racy: true }), file({ contentDigest: 'e'.repeat(32) }))).toEqual(['~ a'])
  expect(told(file({ contentDigest: digest, racy: true }), file({ contentDigest: digest, mtimeSec: 2 }))).toEqual([
    '~ a',
  ])
})
