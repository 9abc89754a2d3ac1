import { describe, expect, it } from 'vitest'
import { pathsToHash, syncMirror, unreadablePaths } from '../../../src/context/transfer/mirror.ts'
import { type DirectoryEntry, entryAt } from '../../../src/context/tree/entry.ts'
import { dir, file, link, put, tree, unhashed } from '../tree.ts'

const contentOf = (root: DirectoryEntry, path: string) => {
  const entry = entryAt(root, path)
  return entry?.kind === 'file' ? entry.contentDigest : undefined
}
const headerOf = (root: DirectoryEntry, path: string) => {
  const entry = entryAt(root, path)
  return entry?.kind === 'directory' ? entry.headerMode : undefined
}

describe('the builder’s mirror of a context', () => {
  it('is what was sent, at first', () => {
    const sent = tree({ 'a/b': 'x' })
    expect(syncMirror(null, sent)).toBe(sent)
  })

  it('keeps the old content of a file that has the same size and modification time', () => {
    const mirror = tree({ f: file('old', { mtime: 5 }) })
    const synced = syncMirror(mirror, tree({ f: file('new', { mtime: 5 }) }))
    expect(contentOf(synced, 'f')).toBe(contentOf(mirror, 'f'))
  })

  it.each([
    ['its modification time', file('new', { mtime: 6 })],
    ['its size', file('newer', { mtime: 5 })],
    ['its mode', file('new', { mtime: 5, mode: 0o755 })],
  ])('takes the new content of a file once %s differs', (_, changed) => {
    const synced = syncMirror(tree({ f: file('old', { mtime: 5 }) }), tree({ f: changed }))
    expect(contentOf(synced, 'f')).toBe(changed.contentDigest)
  })

  it('does not see changed attributes alone', () => {
    const synced = syncMirror(
      tree({ f: file('x', { xattrs: 'user.a=1' }) }),
      tree({ f: file('x', { xattrs: 'user.a=2' }) }),
    )
    expect(entryAt(synced, 'f')).toMatchObject({ xattrs: 'user.a=1' })
  })

  it('does not see the new mode of a directory that it already holds', () => {
    const synced = syncMirror(tree({ 'd/': dir(0o755), 'd/f': 'x' }), tree({ 'd/': dir(0o700), 'd/f': 'x' }))
    expect(entryAt(synced, 'd')).toMatchObject({ mode: 0o700, headerMode: 0o755 })
  })

  it('sees it once the directory was away for one build', () => {
    const away = syncMirror(tree({ 'd/': dir(0o755) }), tree({}))
    expect(headerOf(syncMirror(away, tree({ 'd/': dir(0o700) })), 'd')).toBe(0o700)
  })

  it('takes another kind of entry as sent', () => {
    const sent = tree({ f: link('g'), 'g/h': 'x' })
    expect(syncMirror(tree({ f: 'x', g: 'y' }), sent)).toBe(sent)
  })

  it('forgets what is no longer sent', () => {
    expect(syncMirror(tree({ a: 'a', b: 'b' }), tree({ a: 'a' }))).toEqual(tree({ a: 'a' }))
  })

  it('sends a hard link again when the first of its names is another one now', () => {
    const mirror = tree({ b: file('old', { inode: '1:7' }), c: file('old', { inode: '1:7' }) })
    const sent = put(
      tree({ b: file('new', { inode: '1:7' }), c: file('new', { inode: '1:7' }) }),
      'a',
      file('new', { inode: '1:7' }),
    )
    const synced = syncMirror(mirror, sent)
    // b was a file and is a link to a now; c was a link to b.
    expect([contentOf(synced, 'b'), contentOf(synced, 'c')]).toEqual([contentOf(sent, 'b'), contentOf(sent, 'c')])
  })

  it('takes of a file that has become a hard link what it holds for the one that it links to', () => {
    const mirror = tree({ a: file('old', { mtime: 5 }), b: file('old', { mtime: 5 }) })
    const changed = file('new', { mtime: 5, inode: '1:7' })
    const synced = syncMirror(mirror, tree({ a: changed, b: changed }))
    expect(contentOf(synced, 'b')).toBe(contentOf(mirror, 'a'))
  })

  it('shares what is equal, and answers the identical tree for the same two', () => {
    const mirror = tree({ 'd/f': file('old'), 'e/f': 'x' })
    const sent = put(tree({ 'd/f': file('new') }), 'e', entryAt(mirror, 'e')!)
    const synced = syncMirror(mirror, sent)
    expect(syncMirror(mirror, sent)).toBe(synced)
    expect(entryAt(synced, 'e')).toBe(entryAt(mirror, 'e'))
  })
})

describe('what is still to be hashed', () => {
  it('is only what the builder would ask for', () => {
    const mirror = tree({ 'd/same': file('1'), 'd/touched': file('2') })
    const sent = tree({
      'd/same': unhashed(file('1')),
      'd/touched': unhashed(file('2', { mtime: 9 })),
      'd/new': unhashed(file('3')),
      'd/empty': unhashed(file('')),
    })
    expect(pathsToHash(mirror, sent)).toEqual(['d/new', 'd/touched'])
    expect(pathsToHash(null, sent)).toEqual(['d/new', 'd/same', 'd/touched'])
  })

  it('is also a file that looks untouched and whose inode changed since', () => {
    const mirror = tree({ 'd/same': file('1'), 'd/other': file('2') })
    const sent = tree({
      'd/same': { ...unhashed(file('1')), ctimeSec: 7 },
      'd/other': { ...file('3'), ctimeSec: 7 },
    })
    expect(pathsToHash(mirror, sent)).toEqual(['d/same'])
  })

  it('leaves out what cannot be read, which is told apart', () => {
    const sent = tree({
      secret: { ...unhashed(file('x')), unreadable: 'EACCES' },
      'd/': { ...dir(), unreadable: 'EPERM' },
    })
    expect(pathsToHash(null, sent)).toEqual([])
    expect(unreadablePaths(null, sent)).toEqual([
      { path: 'd', reason: 'EPERM' },
      { path: 'secret', reason: 'EACCES' },
    ])
  })

  it('does not need to read a file that the builder already holds', () => {
    const sent = tree({ secret: { ...unhashed(file('x')), unreadable: 'EACCES' } })
    expect(unreadablePaths(tree({ secret: file('x') }), sent)).toEqual([])
  })
})
