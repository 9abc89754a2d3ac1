import { describe, expect, it } from 'vitest'
import { contentChanges } from '../../../src/context/checksum/content-changes.ts'
import type { DirectoryEntry } from '../../../src/context/tree/entry.ts'
import { select } from '../select.ts'
import { dir, file, link, put, tree } from '../tree.ts'

const before = tree({ 'src/a.ts': 'a', 'src/b.ts': 'b', 'src/sub/c.ts': 'c', 'readme.md': 'r', 'src/l': link('a.ts') })
const changes = (after: DirectoryEntry, selector = select('/src'), limit = 200) =>
  contentChanges({ tree: before, selectors: [selector] }, { tree: after, selectors: [selector] }, limit).files

describe('what changed in the files of a step', () => {
  it.each([
    ['an edit', put(before, 'src/a.ts', 'A'), { path: 'src/a.ts', change: 'modified' }],
    [
      'a mode',
      put(before, 'src/a.ts', file('a', { mode: 0o755 })),
      { path: 'src/a.ts', change: 'mode', before: '644', after: '755' },
    ],
    ['a new file', put(before, 'src/new.ts', 'n'), { path: 'src/new.ts', change: 'added' }],
    ['a removed file', put(before, 'src/b.ts', null), { path: 'src/b.ts', change: 'removed' }],
    ['another kind of entry', put(before, 'src/b.ts', link('a.ts')), { path: 'src/b.ts', change: 'type' }],
    ['where a link points', put(before, 'src/l', link('b.ts')), { path: 'src/l', change: 'target' }],
    [
      'a move',
      put(put(before, 'src/sub/c.ts', null), 'src/c.ts', 'c'),
      { path: 'src/c.ts', change: 'renamed', from: 'src/sub/c.ts' },
    ],
    [
      'a link that was renamed',
      put(put(before, 'src/l', null), 'src/m', link('a.ts')),
      { path: 'src/m', change: 'renamed', from: 'src/l' },
    ],
    ['an empty directory', put(before, 'src/empty/', ''), { path: 'src/empty', change: 'added' }],
  ])('%s', (_, after, change) => {
    expect(changes(after)).toContainEqual(change)
  })

  it('is nothing for what the step does not read', () => {
    expect(changes(put(before, 'readme.md', 'other'))).toEqual([])
    expect(changes(put(before, 'src/a.ts', 'A'), select('/src', { exclude: ['a.ts'] }))).toEqual([])
    expect(changes(put(before, 'src/a.ts', 'A'), select('/src/b*'))).toEqual([])
  })

  it('is nothing for a file that was only touched', () => {
    expect(changes(put(before, 'src/a.ts', file('a', { mtime: 9 })))).toEqual([])
  })

  it('names a new link among wildcard matches although what it leads to is copied already', () => {
    expect(changes(put(before, 'src/z.ts', link('a.ts')), select('/src/*.ts'))).toEqual([
      { path: 'src/z.ts', change: 'added' },
    ])
  })

  it('looks behind a link of the context’s root, which counts whole although patterns leave its end out', () => {
    const old = tree({ current: link('releases/1'), 'releases/1/app': 'x' })
    const selectors = [select('/', { exclude: ['releases'] })]
    const now = put(old, 'releases/1/app', 'y')
    expect(contentChanges({ tree: old, selectors }, { tree: now, selectors }, 9).files).toEqual([
      { path: 'releases/1/app', change: 'modified' },
    ])
  })

  it('names the files of a new directory, not the directory', () => {
    expect(changes(put(before, 'src/n/x.ts', 'x'))).toEqual([{ path: 'src/n/x.ts', change: 'added' }])
  })

  it('names a directory by its mode where the builder sees it', () => {
    const old = tree({ 'd/': dir(0o755), 'd/f': 'x' })
    const now = tree({ 'd/': dir(0o700), 'd/f': 'x' })
    const { files } = contentChanges(
      { tree: old, selectors: [select('/d')] },
      { tree: now, selectors: [select('/d')] },
      9,
    )
    expect(files).toEqual([{ path: 'd', change: 'mode', before: '755', after: '700' }])
  })

  it('does not take an edited and moved file for renamed, nor one empty file for another', () => {
    const after = put(put(before, 'src/b.ts', null), 'src/z.ts', 'other')
    expect(changes(after)).toEqual([
      { path: 'src/b.ts', change: 'removed' },
      { path: 'src/z.ts', change: 'added' },
    ])
    const empties = { tree: tree({ 'd/x': '', 'd/k': 'k' }), selectors: [select('/d')] }
    const { files } = contentChanges(empties, { ...empties, tree: tree({ 'd/y': '', 'd/k': 'k' }) }, 9)
    expect(files.map(({ change }) => change)).toEqual(['removed', 'added'])
  })

  it('is capped, and counts all', () => {
    const many = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`src/n${i}`, `${i}`]))
    const after = Object.entries(many).reduce((root, [path, text]) => put(root, path, text), before)
    const capped = contentChanges(
      { tree: before, selectors: [select('/src')] },
      { tree: after, selectors: [select('/src')] },
      5,
    )
    expect([capped.files.length, capped.total]).toEqual([5, 30])
  })

  it('follows a source that another instruction text picks elsewhere', () => {
    const { files } = contentChanges(
      { tree: before, selectors: [select('/src/a.ts')] },
      { tree: before, selectors: [select('/src/b.ts')] },
      9,
    )
    expect(files).toEqual([
      { path: 'src/a.ts', change: 'removed' },
      { path: 'src/b.ts', change: 'added' },
    ])
  })
})
