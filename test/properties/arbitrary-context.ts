import fc from 'fast-check'
import type { Selector } from '../../src/context/checksum/selector.ts'
import { type DirectoryEntry, type Entry, emptyDirectory, entryAt } from '../../src/context/tree/entry.ts'
import { select } from '../context/select.ts'
import { dir, file, link, put } from '../context/tree.ts'

/** One change on disk: something at a path, or nothing there any more. */
export type Edit = { readonly path: string; readonly what: Entry | null }

const name = fc.constantFrom('a', 'b', 'c', 'd.txt', 'e.md', 'l')
const path = fc.array(name, { minLength: 1, maxLength: 3 }).map((names) => names.join('/'))
const mode = fc.constantFrom(0o644, 0o755, 0o600)
const mtime = fc.integer({ min: 1, max: 5 })
const inode = fc.option(fc.constantFrom('1:1', '1:2'), { nil: undefined })

const entry: fc.Arbitrary<Entry> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .tuple(fc.constantFrom('', 'x', 'y', 'zz'), mode, mtime)
      .map(([text, mode, mtime]) => file(text, { mode, mtime })),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom('x', 'y'), inode)
      .map(([text, inode]) => file(text, inode === undefined ? {} : { inode })),
  },
  { weight: 2, arbitrary: fc.constantFrom(0o755, 0o700).map(dir) },
  { weight: 1, arbitrary: fc.constantFrom('a', '../b', '/c', '.', 'nope', 'b/c').map(link) },
)

export const arbitraryEdit: fc.Arbitrary<Edit> = fc.record({
  path,
  what: fc.oneof({ weight: 4, arbitrary: entry }, { weight: 1, arbitrary: fc.constant(null) }),
})

/** Applies edits as a disk would: nothing can be put below a file, and a directory that is there stays. */
export const edited = (root: DirectoryEntry, edits: readonly Edit[]): DirectoryEntry =>
  edits.reduce((tree, { path, what }) => {
    const parents = path
      .split('/')
      .slice(0, -1)
      .map((_, depth, names) => names.slice(0, depth + 1).join('/'))
    if (parents.some((parent) => (entryAt(tree, parent)?.kind ?? 'directory') !== 'directory')) return tree
    if (what?.kind === 'directory' && entryAt(tree, path)?.kind === 'directory') return tree
    return put(tree, path, what)
  }, root)

export const arbitraryTree: fc.Arbitrary<DirectoryEntry> = fc
  .array(arbitraryEdit, { maxLength: 25 })
  .map((edits) => edited(emptyDirectory, edits))

const pattern = fc.constantFrom(
  '*.md',
  '**/*.md',
  'a',
  '*',
  '!a',
  'b/**',
  '**/b',
  'a/b',
  'l',
  'a/*',
  '!**/d.txt',
  '?',
  '[a-c]',
)
export const arbitraryPatterns = fc.array(pattern, { maxLength: 4 })

const source = fc.constantFrom(
  '/',
  '/a',
  '/b',
  '/a/b',
  '/l',
  '/l/a',
  '/*',
  '/*/*',
  '/*.txt',
  '/a*/b',
  '/*/d.txt',
  '/[a-c]/*',
  '/nope',
)
const included = fc.constantFrom('a', 'b', '**/d.txt', 'a/*', 'c/**', '*', 'a/b/c')
export const arbitrarySelector: fc.Arbitrary<Selector> = fc
  .record({
    path: source,
    exclude: fc.option(arbitraryPatterns, { nil: [] as string[], freq: 2 }),
    include: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: fc.tuple(included) }),
    followLinks: fc.boolean(),
  })
  .map(({ path, ...more }) => select(path, more))
