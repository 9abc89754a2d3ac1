import { describe, expect, it } from 'vitest'
import { checksumContent, normalizeSelectors } from '../../../src/context/checksum/checksum.ts'
import { missingAtExecution } from '../../../src/context/checksum/missing-sources.ts'
import type { Selector } from '../../../src/context/checksum/selector.ts'
import type { DirectoryEntry } from '../../../src/context/tree/entry.ts'
import { select } from '../select.ts'
import { dir, file, link, put, tree, unhashed } from '../tree.ts'

const baseNames = { relativeNames: false }
const relative = { relativeNames: true }
const sum = (root: DirectoryEntry, selector: Selector, rules = baseNames) => checksumContent(root, [selector], rules)

describe('the content of a plain source', () => {
  const before = tree({ 'd/f': 'one', 'd/g': 'two', 'k/f': 'one', 'k/g': 'two' })

  it('is known by its digest', () => {
    expect(sum(before, select('/d')).kind).toBe('digest')
  })

  it.each([
    ['an edit', put(before, 'd/f', 'ONE')],
    ['a new file', put(before, 'd/h', '')],
    ['a removed file', put(before, 'd/g', null)],
    ['a renamed file', put(put(before, 'd/f', null), 'd/h', 'one')],
    ['a permission bit of a file', put(before, 'd/f', file('one', { mode: 0o664 }))],
    ['its own mode', put(tree({ 'd/': dir(0o700), 'd/f': 'one' }), 'd/g', 'two')],
    ['an empty directory', put(before, 'd/sub/', '')],
    ['a link instead of a file', put(before, 'd/f', link('g'))],
    ['an attribute', put(before, 'd/f', file('one', { xattrs: 'user.a=1' }))],
  ])('changes with %s', (_, after) => {
    expect(sum(after, select('/d'))).not.toEqual(sum(before, select('/d')))
  })

  it.each([
    ['another modification time', put(before, 'd/f', file('one', { mtime: 99 }))],
    ['hard links instead of copies', put(before, 'd/f', file('one', { inode: '1:1' }))],
    ['a change elsewhere', put(before, 'k/f', 'other')],
  ])('does not change with %s', (_, after) => {
    expect(sum(after, select('/d'))).toEqual(sum(before, select('/d')))
  })

  it('does not hold its own name or place', () => {
    expect(sum(before, select('/d'))).toEqual(sum(before, select('/k')))
    expect(sum(before, select('/d/f'))).toEqual(sum(before, select('/k/f')))
  })

  it('does not hold the mode of the directories above, nor of the root', () => {
    const after = { ...tree({ 'd/': dir(0o700), 'd/f': 'one' }), mode: 0o700, headerMode: 0o700 }
    expect(sum(after, select('/d/f'))).toEqual(sum(before, select('/d/f')))
    expect(sum({ ...before, headerMode: 0o700 }, select('/'))).toEqual(sum(before, select('/')))
  })
})

describe('links', () => {
  const context = tree({ 'd/l': link('../x'), x: 'one', 'e/f': 'f', to: link('e'), out: link('../../x') })

  it('below a directory count by their text, not by what they lead to', () => {
    expect(sum(put(context, 'x', 'two'), select('/d'))).toEqual(sum(context, select('/d')))
    expect(sum(put(context, 'd/l', link('./../x')), select('/d'))).not.toEqual(sum(context, select('/d')))
  })

  it('that are selected, or on the way, count as what they lead to', () => {
    expect(sum(context, select('/to'))).toEqual(sum(context, select('/e')))
    expect(sum(context, select('/to/f'))).toEqual(sum(context, select('/e/f')))
  })

  it('that are not followed count as links', () => {
    expect(sum(context, select('/to', { followLinks: false }))).not.toEqual(sum(context, select('/e')))
  })

  it('cannot leave the context', () => {
    expect(sum(context, select('/out'))).toEqual(sum(context, select('/x')))
  })

  it('in circles are an error', () => {
    const circle = tree({ l: link('m'), m: link('l') })
    expect(sum(circle, select('/l'))).toEqual({ kind: 'missing', message: 'too many links' })
    expect(sum(circle, select('/l/x', { exclude: ['a'] }))).toEqual({ kind: 'missing', message: 'too many links' })
  })
})

describe('wildcards', () => {
  const context = tree({ 'pk1/package.json': 'a', 'pk2/package.json': 'b', 'pk2/other': 'c' })
  const moved = tree({ 'pk1/package.json': 'a', 'pk3/package.json': 'b' })

  it('count base names before BuildKit 0.26 and relative paths from then on', () => {
    const selector = select('/pk*/package.json')
    expect(sum(moved, selector)).toEqual(sum(context, selector))
    expect(sum(moved, selector, relative)).not.toEqual(sum(context, selector, relative))
  })

  it('without a match are not missing, and a match that appears counts', () => {
    expect(sum(context, select('/*.lock')).kind).toBe('digest')
    expect(sum(put(context, 'a.lock', 'x'), select('/*.lock'))).not.toEqual(sum(context, select('/*.lock')))
  })

  it('bring everything below a matched directory', () => {
    expect(sum(put(context, 'pk2/deep/new', 'x'), select('/pk*'))).not.toEqual(sum(context, select('/pk*')))
  })

  it('do not cross directories', () => {
    expect(sum(put(context, 'pk2/deep/package.json', 'x'), select('/*/package.json'))).toEqual(
      sum(context, select('/*/package.json')),
    )
  })
})

describe('excludes', () => {
  const context = tree({ 'd/a/f': '1', 'd/b/g.md': '2', 'd/h': '3' })
  const selector = select('/d', { exclude: ['**/*.md'] })

  it('take away what they match', () => {
    expect(sum(put(context, 'd/b/g.md', 'other'), selector)).toEqual(sum(context, selector))
    expect(sum(put(context, 'd/b/g.txt', 'other'), selector)).not.toEqual(sum(context, selector))
  })

  it('make moves with equal base names invisible before BuildKit 0.26', () => {
    const nested = tree({ 'd/a/b/f': '1' })
    const flat = tree({ 'd/a/': dir(), 'd/b/f': '1' })
    expect(sum(flat, selector)).toEqual(sum(nested, selector))
    expect(sum(flat, selector, relative)).not.toEqual(sum(nested, selector, relative))
  })

  it('make a source that is not there no error of its content', () => {
    expect(sum(context, select('/nope', { exclude: ['x'] })).kind).toBe('digest')
    expect(missingAtExecution(context, [select('/nope', { exclude: ['x'] })])).toBe(
      'lstat /nope: no such file or directory',
    )
  })
})

describe('--parents', () => {
  const context = tree({ 'a/b/f': '1', 'a/c/f': '2', 'a/c/g': '3' })
  const selector = select('/', { include: ['a/*/f'], required: [] })

  it('count what the pattern matches and the directories on the way', () => {
    expect(sum(put(context, 'a/c/g', 'other'), selector)).toEqual(sum(context, selector))
    expect(sum(put(context, 'a/c/f', 'other'), selector)).not.toEqual(sum(context, selector))
  })

  it('miss a plainly named path from BuildKit 0.26 on', () => {
    const plain = select('/', { include: ['a/z/f'], required: ['/a/z/f'] })
    expect(sum(context, plain).kind).toBe('digest')
    expect(sum(context, plain, relative)).toEqual({ kind: 'missing', message: '"/a/z/f": not found' })
  })
})

describe('a source that is not there', () => {
  const context = tree({ 'd/f': unhashed(file('x')), g: 'g' })

  it('is named as BuildKit names it', () => {
    expect(sum(context, select('/src'))).toEqual({ kind: 'missing', message: '"/src": not found' })
  })

  it('is reported even while others are not hashed', () => {
    expect(checksumContent(context, [select('/d'), select('/src')], baseNames).kind).toBe('missing')
  })

  it('fails only when it runs, below a wildcard’s first directory', () => {
    expect(sum(context, select('/z/*.txt')).kind).toBe('digest')
    expect(missingAtExecution(context, [select('/z/*.txt')])).toBe('lstat /z: no such file or directory')
    expect(missingAtExecution(context, [select('/d/*.txt')])).toBeNull()
  })
})

it('content that is not hashed is said so, and only where it counts', () => {
  const context = tree({ 'd/f': unhashed(file('x')), 'e/g': 'g' })
  expect(sum(context, select('/d'))).toEqual({ kind: 'unhashed' })
  expect(sum(context, select('/d', { exclude: ['g'] }))).toEqual({ kind: 'unhashed' })
  expect(sum(context, select('/d', { exclude: ['f'] })).kind).toBe('digest')
  expect(sum(context, select('/e')).kind).toBe('digest')
})

describe('several sources', () => {
  it('are sorted by path, and repeated or nested ones dropped', () => {
    const paths = (...selectors: Selector[]) => normalizeSelectors(selectors).map(({ path }) => path)
    expect(paths(select('/b'), select('/a/x'), select('/a'), select('/b'), select('/ab'))).toEqual(['/a', '/ab', '/b'])
    expect(paths(select('/'), select('/a'))).toEqual(['/'])
  })

  it('keep the ones with wildcards or excludes', () => {
    const kept = normalizeSelectors([select('/a'), select('/a/*'), select('/a/b', { exclude: ['x'] })])
    expect(kept.map(({ path }) => path)).toEqual(['/a', '/a/*', '/a/b'])
  })

  it('count in their order', () => {
    const context = tree({ a: '1', b: '2' })
    const [one, two] = [select('/a'), select('/b')]
    expect(checksumContent(context, [one, two], baseNames)).not.toEqual(checksumContent(context, [two, one], baseNames))
  })
})
