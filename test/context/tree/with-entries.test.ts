import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  type DirectoryEntry,
  emptyDirectory,
  entryAt,
  type FileEntry,
  withEntry,
} from '../../../src/context/tree/entry.ts'
import { withEntries } from '../../../src/context/tree/with-entries.ts'

const file = (path: string, size: number): FileEntry => ({
  kind: 'file',
  name: path.slice(path.lastIndexOf('/') + 1),
  mode: 0o644,
  mtimeSec: 0,
  mtimeNsec: 0,
  ctimeSec: 0,
  ctimeNsec: 0,
  ino: 0,
  size,
  contentDigest: null,
})

const treeOf = (paths: readonly string[]): DirectoryEntry =>
  paths.reduce((tree, path) => withEntry(tree, path, file(path, 0)), emptyDirectory)

const paths = ['a', 'a.b', 'b/a', 'b/c', 'b/d/a', 'b/d/b', 'c/d/a', 'd/a', 'd/aa']

test('entries replace those at their paths, in whatever order they come; paths that are not there are left out', () => {
  fc.assert(
    fc.property(fc.subarray(paths), fc.shuffledSubarray(paths), (present, changed) => {
      const tree = treeOf(present)
      const expected = changed
        .filter((path) => entryAt(tree, path) !== undefined)
        .reduce((changing, path) => withEntry(changing, path, file(path, 7)), tree)
      expect(withEntries(tree, new Map(changed.map((path) => [path, file(path, 7)])))).toEqual(expected)
    }),
  )
})

test('a directory in which nothing changes stays the same object, and so does a tree without changes', () => {
  const tree = treeOf(paths)
  const changed = withEntries(tree, [['b/d/a', file('b/d/a', 7)]])
  expect(entryAt(changed, 'c')).toBe(entryAt(tree, 'c'))
  expect(entryAt(changed, 'b/d/b')).toBe(entryAt(tree, 'b/d/b'))
  expect(withEntries(tree, [])).toBe(tree)
})
