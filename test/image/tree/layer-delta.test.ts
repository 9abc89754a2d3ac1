import { describe, expect, test } from 'vitest'
import type { LayerEntry } from '../../../src/image/model/image.ts'
import { emptyTree, growTree } from '../../../src/image/tree/grow-tree.ts'
import { type ImageTree, visitPaths } from '../../../src/image/tree/image-tree.ts'
import { createDeltaReader, createDeltaWriter } from '../../../src/image/tree/layer-delta.ts'
import { sketchLayer } from '../../support/image-archive.ts'

function grow(tree: ImageTree, entries: readonly LayerEntry[]): ImageTree {
  const growing = growTree(tree, entries)
  for (;;) {
    const step = growing.next()
    if (step.done === true) return step.value
  }
}

/** Both sides: the tree as it grows, and as it is rebuilt from copies of the parts, after each layer. */
function* bothSides(layers: readonly (readonly LayerEntry[])[]): Generator<readonly [ImageTree, ImageTree]> {
  const write = createDeltaWriter()
  const reader = createDeltaReader()
  let tree = emptyTree()
  for (const entries of layers) {
    tree = grow(tree, entries)
    let rebuilt: ImageTree | null = null
    for (const part of write(tree)) {
      expect(rebuilt).toBeNull()
      rebuilt = reader.take(structuredClone(part))
    }
    yield [tree, rebuilt!]
  }
}

/** All that a tree says, but for paths that no layer has: those are places in which something was looked for. */
function contents(tree: ImageTree): readonly unknown[] {
  const rows: unknown[] = []
  visitPaths(tree, ({ path, name, parent, changes, totals }) => {
    if (changes.length > 0) rows.push([path, name, parent?.path, changes, totals])
  })
  return rows.toSorted((a, b) => (String(a) < String(b) ? -1 : 1))
}

describe('a tree that goes from one thread to another', () => {
  test('is the same after each layer', () => {
    const layers = [
      'usr/\nusr/bin/\nusr/bin/sh 9 755\nbin -> usr/bin\netc/passwd 20\nl => etc/passwd',
      '-etc/passwd\netc/shadow 7 600\nusr/bin/ls 3',
      'bin/tool 2\n-usr/*',
      'etc/\netc/passwd 21',
      '',
      '-gone/x',
    ].map(sketchLayer)
    const counts: number[] = []
    for (const [tree, rebuilt] of bothSides(layers)) {
      expect(contents(rebuilt)).toEqual(contents(tree))
      counts.push(rebuilt.layerCount)
    }
    expect(counts).toEqual([1, 2, 3, 4, 5, 6])
  })

  test('comes in parts where a layer is large', () => {
    const many = Array.from({ length: 2500 }, (_, i) => `d${i % 7}/f${i} ${i}`).join('\n')
    const write = createDeltaWriter()
    const first = grow(emptyTree(), sketchLayer(many))
    expect([...write(first)].map(({ isLast }) => isLast)).toEqual([false, false, true])
    expect([...write(grow(first, sketchLayer('d3/f3 1')))][0]?.ids).toHaveLength(3)
  })

  test('keeps the path under which a layer has what stands elsewhere', () => {
    const [[tree, rebuilt] = [emptyTree(), emptyTree()]] = [...bothSides([sketchLayer('b/\na -> b\na/x 1')])]
    expect(contents(rebuilt)).toEqual(contents(tree))
    expect(rebuilt.root.children?.get('b')?.children?.get('x')?.changes[0]?.entry?.path).toBe('a/x')
  })
})
