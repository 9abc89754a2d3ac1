import { describe, expect, test } from 'vitest'
import type { LayerEntry } from '../../../src/image/model/image.ts'
import { emptyTree, growTree, indexLayers } from '../../../src/image/tree/grow-tree.ts'
import {
  changeIn,
  findPath,
  type ImageTree,
  lastChange,
  stackedFiles,
  stackedSize,
  totalsIn,
  visitPaths,
} from '../../../src/image/tree/image-tree.ts'
import { isRemoved } from '../../../src/image/tree/path-change.ts'
import type { PathNode } from '../../../src/image/tree/path-node.ts'
import { sketchLayer } from '../../support/image-archive.ts'

const tree = (...layers: readonly string[]) => indexLayers(layers.map(sketchLayer))

/** What each layer does to a path: `added modified - removed`. */
const story = (index: ReturnType<typeof tree>, path: string): string =>
  Array.from({ length: index.layerCount }, (_, layer) => changeIn(findPath(index, path)!, layer)?.mark ?? '-').join(' ')

/** Paths that are seen with the layers up to one. */
function seen(index: ReturnType<typeof tree>, layer: number): readonly string[] {
  const paths: string[] = []
  visitPaths(index, (node: PathNode) => {
    const change = lastChange(node, layer)
    if (change !== null && !isRemoved(change) && node.path !== '') paths.push(node.path)
  })
  return paths.sort()
}

describe('marks', () => {
  test('a path is added, modified, removed and added again', () => {
    const index = tree('a 1', 'a 2', '-a', 'a 3')
    expect(story(index, 'a')).toBe('added modified removed added')
  })

  test('a layer without the path says nothing about it', () => {
    expect(story(tree('a 1', 'b 1', 'a 1'), 'a')).toBe('added - modified')
  })

  test('a directory that is listed again as it was is unchanged, with another mode modified', () => {
    expect(story(tree('d/ 755', 'd/ 755', 'd/ 700'), 'd')).toBe('added unchanged modified')
  })

  test('a directory that a layer only implies counts as added once', () => {
    expect(story(tree('d/x 1', 'd/y 1', 'd/ 755'), 'd')).toBe('added - unchanged')
  })

  test('removing a path that is not there leaves no trace but the directories that lead there', () => {
    const index = tree('a 1', '-b\n-c/x')
    expect(findPath(index, 'b')).toBeNull()
    expect(findPath(index, 'c/x')).toBeNull()
    expect(story(index, 'c')).toBe('- added')
  })

  test('a whiteout beside a new entry of the same name replaces it', () => {
    expect(story(tree('d/old 1', '-d\nd/\nd/new 1'), 'd')).toBe('added unchanged')
    expect(seen(tree('d/old 1', '-d\nd/\nd/new 1'), 1)).toEqual(['d', 'd/new'])
  })
})

describe('what is seen', () => {
  test('removing a directory removes all below it', () => {
    expect(seen(tree('d/a/x 1\nd/b 1\ne 1', '-d'), 1)).toEqual(['e'])
    expect(story(tree('d/a/x 1\nd/b 1\ne 1', '-d'), 'd/a/x')).toBe('added removed')
  })

  test('an opaque directory hides the layers below and keeps what its own layer has, whatever the order', () => {
    expect(seen(tree('d/old 1\nd/sub/x 1', 'd/new 1\n-d/*'), 1)).toEqual(['d', 'd/new'])
    expect(seen(tree('d/old 1\nd/sub/x 1', '-d/*\nd/new 1\nd/old 2'), 1)).toEqual(['d', 'd/new', 'd/old'])
    expect(story(tree('d/old 1', '-d/*\nd/old 2'), 'd/old')).toBe('added modified')
  })

  test('a directory that becomes a file loses what it held, and the other way round', () => {
    expect(seen(tree('d/x 1', 'd 5'), 1)).toEqual(['d'])
    expect(seen(tree('d 5', 'd/x 1'), 1)).toEqual(['d', 'd/x'])
  })

  test('earlier layers stay as they were', () => {
    const index = tree('a 1\nb 1', '-a', 'c 1')
    expect([0, 1, 2].map((layer) => seen(index, layer).join(' '))).toEqual(['a b', 'b', 'b c'])
  })

  test('paths through a symlink of the same layer land where it leads, as when unpacking', () => {
    const index = tree('usr/bin/sh 1\nusr/lib/\nbin -> usr/bin\nlib -> /usr/lib\nbin/ls 2\nlib/libc 3')
    const paths = ['bin', 'lib', 'usr', 'usr/bin', 'usr/bin/ls', 'usr/bin/sh', 'usr/lib', 'usr/lib/libc']
    expect(seen(index, 0)).toEqual(paths)
  })

  test('a layer does not see symlinks of the layers below: a directory that it needs hides one', () => {
    const base = 'usr/bin/sh 1\nusr/bin/ls 1\nbin -> usr/bin'
    const paths = ['bin', 'bin/tool', 'usr', 'usr/bin', 'usr/bin/ls', 'usr/bin/sh']
    expect(seen(tree(base, 'bin/tool 2'), 1)).toEqual(paths)
    expect(seen(tree(base, 'bin/\nbin/tool 2'), 1)).toEqual(paths)
    expect(story(tree(base, 'bin/tool 2'), 'bin')).toBe('added modified')
  })

  test('a whiteout behind a symlink of the layers below removes nothing that the link led to', () => {
    const base = 'usr/bin/sh 1\nbin -> usr/bin'
    expect(seen(tree(base, '-bin/sh'), 1)).toEqual(['bin', 'usr', 'usr/bin', 'usr/bin/sh'])
    expect(seen(tree(base, '-bin/*'), 1)).toEqual(['bin', 'usr', 'usr/bin', 'usr/bin/sh'])
  })

  test('of several entries for a path the last one counts', () => {
    const index = tree('a 5\na 14')
    expect(stackedSize(findPath(index, 'a')!, 0)).toBe(14)
    expect(stackedSize(index.root, 0)).toBe(14)
  })

  test('a tree that grows keeps its answers about the layers that it had', () => {
    const one = growTree(emptyTree(), sketchLayer('d/a 1\nd/b 2')).next().value as ImageTree
    const before = [seen(one, 0), stackedSize(one.root, 0)]
    const two = growTree(one, sketchLayer('-d/a\nd/c 4')).next().value as ImageTree
    expect([seen(one, 0), stackedSize(one.root, 0)]).toEqual(before)
    expect([one.layerCount, two.layerCount]).toEqual([1, 2])
    expect(seen(two, 1)).toEqual(['d', 'd/b', 'd/c'])
  })

  test('a link that leads nowhere, or round in a circle, gives way to a directory', () => {
    expect(seen(tree('a -> b\nb -> a\nx -> gone', 'a/f 1\nx/f 1'), 1)).toEqual(['a', 'a/f', 'b', 'x', 'x/f'])
  })

  test('names that mean something to JavaScript are names like others', () => {
    expect(seen(tree('__proto__/constructor 1\ntoString 2', '-__proto__'), 1)).toEqual(['toString'])
  })
})

describe('sizes', () => {
  const index = tree('d/a 10\nd/e/b 20\nf 1', 'd/a 30', '-d/e\nd/c 5', 'copy => d/a\nl -> f')

  test('a directory grows and shrinks with what is seen below it', () => {
    expect([0, 1, 2, 3].map((layer) => stackedSize(findPath(index, 'd')!, layer))).toEqual([30, 50, 35, 35])
    expect([0, 1, 2, 3].map((layer) => stackedFiles(findPath(index, 'd')!, layer))).toEqual([2, 2, 2, 2])
  })

  test('a layer weighs what it writes, also where it replaces or removes', () => {
    expect([0, 1, 2, 3].map((layer) => totalsIn(index.root, layer)?.written)).toEqual([31, 30, 5, 0])
  })

  test('changes below a directory are counted by layer', () => {
    expect([0, 1, 2, 3].map((layer) => totalsIn(findPath(index, 'd')!, layer)?.changes ?? 0)).toEqual([3, 1, 3, 0])
  })

  test('a path that stands twice in a layer counts once', () => {
    const twice = tree('a 10\na 30')
    expect(stackedSize(twice.root, 0)).toBe(30)
    expect(totalsIn(twice.root, 0)).toMatchObject({ written: 30, changes: 1, files: 1 })
  })
})

test('a tree as deep as a path can be long is no trouble', () => {
  const entry: LayerEntry = { ...sketchLayer('x 1')[0]!, path: `${'a/'.repeat(2000)}x` }
  const index = indexLayers([[entry], [{ ...sketchLayer('-a')[0]! }]])
  expect(stackedSize(index.root, 0)).toBe(1)
  expect(stackedSize(index.root, 1)).toBe(0)
})
