import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checksumContent, isFiltered } from '../../src/context/checksum/checksum.ts'
import { contentChanges } from '../../src/context/checksum/content-changes.ts'
import { compileIgnoreRules } from '../../src/context/ignore/ignore-file.ts'
import { syncMirror } from '../../src/context/transfer/mirror.ts'
import { selectSent } from '../../src/context/transfer/select-sent.ts'
import { type DirectoryEntry, type Entry, emptyDirectory, walkEntries } from '../../src/context/tree/entry.ts'
import type { WalkFilter } from '../../src/context/tree/walk-filter.ts'
import { keepIncluded } from '../context/keep-included.ts'
import { file } from '../context/tree.ts'
import { arbitraryEdit, arbitraryPatterns, arbitrarySelector, arbitraryTree, edited } from './arbitrary-context.ts'

const rules = fc.boolean().map((relativeNames) => ({ relativeNames }))

/** The same tree without any identity or anything computed in common. */
const rebuilt = (root: DirectoryEntry): DirectoryEntry => structuredClone(root)

describe('a context that is edited again and again', () => {
  it('is the same, whatever the order of edits to different paths', () => {
    const leaves = fc.uniqueArray(fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.constantFrom('x', 'y', 'z')), {
      selector: ([a, b]) => `${a}/${b}`,
    })
    fc.assert(
      fc.property(leaves, fc.infiniteStream(fc.nat()), (paths, shuffle) => {
        const edits = paths.map(([a, b], i) => ({ path: `${a}/${b}`, what: file(`${i}`) }))
        const order = edits.map((edit) => ({ edit, at: shuffle.next().value as number })).sort((a, b) => a.at - b.at)
        expect(
          edited(
            emptyDirectory,
            order.map(({ edit }) => edit),
          ),
        ).toEqual(edited(emptyDirectory, edits))
      }),
    )
  })

  it('gives what a start from nothing gives: sent, mirror, checksum', () => {
    const builds = fc.array(fc.array(arbitraryEdit, { maxLength: 4 }), { minLength: 1, maxLength: 5 })
    fc.assert(
      fc.property(
        arbitraryTree,
        builds,
        fc.array(arbitrarySelector, { minLength: 1, maxLength: 3 }),
        rules,
        (start, edits, selectors, rules) => {
          const paths = selectors.map(({ path }) => path)
          let tree = start
          let mirror = syncMirror(null, selectSent(tree, paths))
          let plainMirror = mirror
          for (const batch of edits) {
            tree = edited(tree, batch)
            mirror = syncMirror(mirror, selectSent(tree, paths))
            plainMirror = syncMirror(rebuilt(plainMirror), rebuilt(selectSent(rebuilt(tree), paths)))
            checksumContent(mirror, selectors, rules)
          }
          expect(mirror).toEqual(plainMirror)
          expect(checksumContent(mirror, selectors, rules)).toEqual(checksumContent(rebuilt(mirror), selectors, rules))
        },
      ),
      { numRuns: 300 },
    )
  })

  it('never leaves an input with another checksum unexplained', () => {
    fc.assert(
      fc.property(
        arbitraryTree,
        fc.array(arbitraryEdit, { maxLength: 4 }),
        arbitrarySelector,
        rules,
        (before, edits, selector, rules) => {
          const after = edited(before, edits)
          const sums = [before, after].map((tree) => checksumContent(tree, [selector], rules))
          fc.pre(sums.every(({ kind }) => kind === 'digest'))
          const { total, files } = contentChanges(
            { tree: before, selectors: [selector] },
            { tree: after, selectors: [selector] },
            3,
          )
          expect(files.length).toBe(Math.min(total, 3))
          const plain = !isFiltered(selector)
          if (sums[0] !== undefined && JSON.stringify(sums[0]) !== JSON.stringify(sums[1]))
            expect(total).toBeGreaterThan(0)
          else if (plain) expect(files).toEqual([])
        },
      ),
      { numRuns: 1000 },
    )
  })

  it('is sent whole when everything is asked for', () => {
    fc.assert(
      fc.property(arbitraryTree, (tree) => {
        expect(selectSent(tree, ['/'])).toBe(tree)
      }),
    )
  })

  it('never sends what is not there', () => {
    fc.assert(
      fc.property(arbitraryTree, arbitrarySelector, (tree, { path: asked }) => {
        const kinds = new Map<string, Entry['kind']>([...walkEntries(tree)].map(([path, entry]) => [path, entry.kind]))
        for (const [path, entry] of walkEntries(selectSent(tree, [asked]))) expect(kinds.get(path)).toBe(entry.kind)
      }),
    )
  })
})

it('an ignore file prunes only what it would leave out anyway', () => {
  fc.assert(
    fc.property(arbitraryTree, arbitraryPatterns, (tree, patterns) => {
      const pruning = compileIgnoreRules(patterns.join('\n'))
      const walking: WalkFilter<unknown> = {
        root: pruning.root,
        judge: (state, path, isDirectory) => ({
          ...pruning.judge(state as never, path, isDirectory),
          descend: isDirectory,
        }),
      }
      expect(keepIncluded(tree, pruning)).toEqual(keepIncluded(tree, walking))
    }),
    { numRuns: 500 },
  )
})
