import { describe, expect, it } from 'vitest'
import { malformedRequest, selectSent } from '../../../src/context/transfer/select-sent.ts'
import { entryAt, walkEntries } from '../../../src/context/tree/entry.ts'
import { file, link, put, tree } from '../tree.ts'

const context = tree({ 'a/one.txt': '1', 'a/two.md': '2', 'ab/x': 'x', 'deep/er/file': 'f', 'top.txt': 't' })
const sent = (root: typeof context, ...paths: string[]) =>
  [...walkEntries(selectSent(root, paths))].map(([path]) => path)

describe('what a client sends', () => {
  it('is the context itself when everything is asked for', () => {
    expect(selectSent(context, null)).toBe(context)
    expect(selectSent(context, ['/a', '/'])).toBe(context)
  })

  it('is a file with the directories on the way to it', () => {
    expect(sent(context, '/deep/er/file')).toEqual(['deep', 'deep/er', 'deep/er/file'])
  })

  it('is a directory with all that is below it, and not its namesakes', () => {
    expect(sent(context, '/a')).toEqual(['a', 'a/one.txt', 'a/two.md'])
  })

  it('is what a wildcard matches, at its own depth only', () => {
    expect(sent(context, '/*.txt')).toEqual(['top.txt'])
    expect(sent(context, '/*/*.txt')).toEqual(['a', 'a/one.txt'])
  })

  it('is nothing where nothing is asked for that is there', () => {
    expect(sent(context, '/nope')).toEqual([])
  })

  it('is also what a link on the way points to', () => {
    const linked = put(context, 'current', link('deep'))
    expect(sent(linked, '/current/er')).toEqual(['current', 'deep', 'deep/er', 'deep/er/file'])
  })

  it('is everything when a link on the way points to the root', () => {
    const linked = put(context, 'all', link('/'))
    expect(selectSent(linked, ['/all'])).toBe(linked)
  })

  it('ends for links in circles', () => {
    const linked = put(put(context, 'l', link('m')), 'm', link('l'))
    expect(sent(linked, '/l')).toEqual(['l', 'm'])
  })

  it('stays the identical tree for equal arguments, and shares what an edit elsewhere left alone', () => {
    const before = selectSent(context, ['/*/*.txt', '/deep'])
    expect(selectSent(context, ['/*/*.txt', '/deep'])).toBe(before)
    const after = selectSent(put(context, 'ab/x.txt', file('new')), ['/*/*.txt', '/deep'])
    expect(entryAt(after, 'a')).toBe(entryAt(before, 'a'))
    expect(entryAt(after, 'deep')).toBe(entryAt(context, 'deep'))
  })

  it('names the pattern that stops the transfer', () => {
    expect(malformedRequest(['/a', '/[b'])).toBe('/[b')
    expect(malformedRequest(['/a', '/[b]'])).toBeNull()
  })
})
