import fc from 'fast-check'
import { expect, test } from 'vitest'
import { measureWaste } from '../../src/image/analysis/waste.ts'
import type { LayerEntry } from '../../src/image/model/image.ts'
import { type FileView, fileRow, listFiles } from '../../src/image/tree/file-list.ts'
import { emptyTree, growTree, indexLayers } from '../../src/image/tree/grow-tree.ts'
import { findPath, type ImageTree, stackedSize, totalsIn, visitPaths } from '../../src/image/tree/image-tree.ts'
import { createDeltaReader, createDeltaWriter } from '../../src/image/tree/layer-delta.ts'
import { bytesOf } from '../../src/image/tree/path-change.ts'
import { diveFigures } from '../support/dive-figures.ts'

const name = fc.constantFrom('a', 'b', 'c')
const path = fc.array(name, { minLength: 1, maxLength: 4 }).map((names) => names.join('/'))
const common = { mode: 0o644, uid: 0, gid: 0, link: '' }
const entry: fc.Arbitrary<LayerEntry> = fc.oneof(
  fc.record({ path, size: fc.nat(100) }).map((one) => ({ ...common, ...one, kind: 'file' as const, whiteout: null })),
  path.map((at) => ({ ...common, path: at, size: 0, kind: 'directory' as const, whiteout: null })),
  fc
    .record({ path, whiteout: fc.constantFrom('file' as const, 'opaque' as const) })
    .map((one) => ({ ...common, ...one, size: 0, kind: 'file' as const })),
)

/** As an unpacked layer can be: a path stands in it once, and nothing lies below a file. */
const layer = fc.array(entry, { maxLength: 12 }).map((entries) => {
  const kept = new Map<string, LayerEntry>()
  for (const one of entries) {
    if (one.whiteout !== null) kept.set(`${one.whiteout} ${one.path}`, one)
    else if (![...kept.values()].some((other) => clashes(one, other))) kept.set(one.path, one)
  }
  return [...kept.values()]
})

function clashes(one: LayerEntry, other: LayerEntry): boolean {
  if (other.whiteout !== null) return false
  const below = (upper: LayerEntry, lower: LayerEntry) => lower.path.startsWith(`${upper.path}/`)
  return (
    (one.kind === 'file' && below(one, other)) ||
    (other.kind === 'file' && below(other, one)) ||
    one.path === other.path
  )
}

const layers = fc.array(layer, { minLength: 1, maxLength: 5 })

const isAtOrBelow = (path: string, top: string): boolean => path === top || path.startsWith(`${top}/`)

/** Unpacks layers one after the other into a map, as an engine does on a disk. */
function unpack(stack: readonly (readonly LayerEntry[])[]): ReadonlyMap<string, number | 'directory'> {
  const files = new Map<string, number | 'directory'>()
  const remove = (meant: (path: string) => boolean) => {
    for (const path of [...files.keys()]) if (meant(path)) files.delete(path)
  }
  const makeDirectories = (names: readonly string[]) => {
    names.forEach((_, i) => {
      files.set(names.slice(0, i + 1).join('/'), 'directory')
    })
  }
  for (const entries of stack) {
    for (const { path: top, whiteout } of entries) {
      if (whiteout === null) continue
      // The marker is a file as well: what leads to it comes into being first.
      makeDirectories(whiteout === 'opaque' ? top.split('/') : top.split('/').slice(0, -1))
      remove((path) => isAtOrBelow(path, top) && (whiteout === 'file' || path !== top))
    }
    for (const { path: top, kind, size, whiteout } of entries) {
      if (whiteout !== null) continue
      makeDirectories(top.split('/').slice(0, -1))
      if (kind !== 'directory') remove((path) => path.startsWith(`${top}/`))
      files.set(top, kind === 'directory' ? 'directory' : size)
    }
  }
  return files
}

const everything: FileView = {
  layer: 0,
  scope: 'stacked',
  folds: { atFirst: 'open', toggled: new Set() },
  filter: '',
  sort: 'name',
  hidden: new Set(['removed']),
}

test('the tree up to any layer is what unpacking those layers gives', () => {
  fc.assert(
    fc.property(layers, (stack) => {
      const tree = indexLayers(stack)
      stack.forEach((_, layer) => {
        const list = listFiles(tree, { ...everything, layer })
        const rows = list.nodes.map((_, i) => fileRow(list, i))
        const seen = new Map(rows.map(({ path, kind, size }) => [path, kind === 'directory' ? kind : size]))
        expect(seen).toEqual(new Map([...unpack(stack.slice(0, layer + 1))].sort()))
      })
    }),
    { numRuns: 200 },
  )
})

test('marks tell the difference between two neighbouring layers', () => {
  fc.assert(
    fc.property(layers, (stack) => {
      const tree = indexLayers(stack)
      stack.forEach((_, layer) => {
        const before = unpack(stack.slice(0, layer))
        const after = unpack(stack.slice(0, layer + 1))
        const list = listFiles(tree, { ...everything, layer, hidden: new Set() })
        for (const { path, mark } of list.nodes.map((_, i) => fileRow(list, i))) {
          const existed = before.has(path)
          const exists = after.has(path)
          expect([path, mark]).toEqual([
            path,
            !exists ? 'removed' : existed ? expect.stringMatching(/^(un|mod)/) : 'added',
          ])
        }
      })
    }),
    { numRuns: 150 },
  )
})

test('sizes add up: what all layers write is what is seen in the end and what can be reclaimed', () => {
  fc.assert(
    fc.property(layers, (stack) => {
      const tree = indexLayers(stack)
      const written = stack.map((_, layer) => totalsIn(tree.root, layer)?.written ?? 0)
      expect(written).toEqual(stack.map((entries) => entries.reduce((sum, one) => sum + bytesOf(one), 0)))
      const seen = stackedSize(tree.root, stack.length - 1)
      expect(seen).toBe(
        [...unpack(stack).values()].reduce<number>((sum, size) => sum + (size === 'directory' ? 0 : size), 0),
      )
      const wasted = measureWaste(tree, diveFigures(stack)).reclaimableBytes
      expect(wasted).toBe(written.reduce((sum, bytes) => sum + bytes, 0) - seen)
    }),
    { numRuns: 200 },
  )
})

test('a tree that goes from one thread to another is the same on the other side', () => {
  fc.assert(
    fc.property(layers, (stack) => {
      const write = createDeltaWriter()
      const reader = createDeltaReader()
      let rebuilt: ImageTree | null = null
      let tree = emptyTree()
      for (const entries of stack) {
        tree = growTree(tree, entries).next().value as ImageTree
        for (const part of write(tree)) rebuilt = reader.take(part)
      }
      visitPaths(tree, ({ path, changes, totals }) => {
        if (changes.length > 0) expect(findPath(rebuilt!, path)).toMatchObject({ changes, totals })
      })
    }),
  )
})
