import { describe, expect, test } from 'vitest'
import { imageJson } from '../../src/cli/report/image-json.ts'
import { imageText } from '../../src/cli/report/image-text.ts'
import { withReadSizes } from '../../src/image/analysis/read-sizes.ts'
import { measureWaste } from '../../src/image/analysis/waste.ts'
import { joinHistory } from '../../src/image/history/join-history.ts'
import type { Image, LayerEntry } from '../../src/image/model/image.ts'
import { indexLayers } from '../../src/image/tree/grow-tree.ts'
import { diveFigures } from '../support/dive-figures.ts'
import { sketchLayer } from '../support/image-archive.ts'
import { shopImage } from '../support/workbench/shop.ts'

const row = (createdBy: string, empty = false) => ({ createdBy, createdAt: null, empty })
const wide = { columns: Number.POSITIVE_INFINITY, color: false, unicode: true }

function image(rows: Parameters<typeof joinHistory>[0], layers: readonly (readonly LayerEntry[])[]): Image {
  const summaries = layers.map((_, i) => ({ diffId: `sha256:${`${i}`.repeat(64)}`, digest: null, size: 7 }))
  return { ...shopImage, ...joinHistory(rows, summaries), reference: { kind: 'engine', name: 'shop:dev' } }
}

function report(...texts: readonly string[]) {
  const layers = texts.map(sketchLayer)
  const tree = indexLayers(layers)
  const facts = layers.map(() => ({ compressedSize: null, diffId: null }))
  const shown = withReadSizes(
    image(
      texts.map(() => row('RUN make')),
      layers,
    ),
    tree,
  )
  return {
    image: shown,
    contents: { tree, waste: measureWaste(tree, diveFigures(layers)), layers: facts, warnings: [] },
  }
}

describe('as text', () => {
  test('layers have rows also where the image has no history', () => {
    expect(
      imageText(image([], [[], []]), wide)
        .split('\n')
        .slice(1),
    ).toEqual(['   7 B  000000000000 (no history)', '   7 B  111111111111 (no history)', ''])
  })

  test('a command is cut only where a terminal shows it', () => {
    const long = `RUN ${'x'.repeat(300)}`
    expect(imageText(image([row(long)], [[]]), wide)).toContain(long)
    const cut = imageText(image([row(long)], [[]]), { ...wide, columns: 80 })
    expect(Math.max(...cut.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80)
  })

  test('what a person should know stands at the end', () => {
    const warned: Image = {
      ...image([row('RUN make')], [[]]),
      warnings: [
        { kind: 'unreadable-layer', layer: 0, why: 'layer 1 of shop.tar is damaged', detail: 'it ends too soon' },
        { kind: 'other-images', shown: 'shop:1', others: ['shop:2\x1b[2J'] },
      ],
    }
    const text = imageText(warned, wide)
    expect(text).toContain('Layer 1 of shop.tar is damaged: it ends too soon\n')
    expect(text).toContain('shop:2\\x1b[2J')
    expect(text).not.toContain('\x1b')
  })
})

describe('as JSON', () => {
  const json = (...texts: readonly string[]) => JSON.parse(imageJson(report(...texts), { files: true }))

  test('sizes and changes of layers count files, against the layers below', () => {
    const { layers, sizeBytes } = json('d/\nd/a 10\nd/b 20\ne 1', '-d\nc 5\ne 2', 'c 7\nc 9\nl => c\ns -> c')
    expect(sizeBytes).toBe(31 + 7 + 9)
    expect(
      layers.map(({ sizeBytes: size, added, modified, removed }: Record<string, number>) => [
        size,
        added,
        modified,
        removed,
      ]),
    ).toEqual([
      [31, 3, 0, 0],
      [7, 1, 1, 2],
      [9, 2, 1, 0],
    ])
  })

  test('waste is charged to the layer that causes it', () => {
    const { waste } = json('a 10\nb 5', 'c 1', '-a')
    expect(waste).toMatchObject({
      reclaimableBytes: 10,
      paths: [{ path: 'a', count: 1, sizeBytes: 10, reclaimableBytes: 10, layers: [0] }],
      instructions: [{ layer: 2, line: null, reclaimableBytes: 10 }],
    })
  })

  test('files have their type, mode, owner, target and change', () => {
    const [, { files }] = json('a 10\nold 1', 'a 12 755\nl -> a\nh => a\n-old\nd/').layers
    const common = { uid: 0, gid: 0 }
    expect(files).toEqual([
      { ...common, path: 'a', type: 'file', mode: 0o755, sizeBytes: 12, linkTarget: null, change: 'modified' },
      { ...common, path: 'd', type: 'dir', mode: 0o755, sizeBytes: 0, linkTarget: null, change: 'added' },
      { ...common, path: 'h', type: 'hardlink', mode: 0o644, sizeBytes: 0, linkTarget: 'a', change: 'added' },
      { ...common, path: 'l', type: 'symlink', mode: 0o777, sizeBytes: 0, linkTarget: 'a', change: 'added' },
      { ...common, path: 'old', type: 'file', mode: 0o644, sizeBytes: 1, linkTarget: null, change: 'removed' },
    ])
  })

  test('the fields are those of the schema', () => {
    const { layers, waste, ...rest } = json('a 1')
    expect(Object.keys(rest)).toEqual([
      'schemaVersion',
      'source',
      'ref',
      'id',
      'tags',
      'platform',
      'created',
      'sizeBytes',
      'warnings',
    ])
    expect(Object.keys(layers[0])).toEqual([
      'index',
      'diffId',
      'digest',
      'sizeBytes',
      'compressedBytes',
      'createdBy',
      'created',
      'base',
      'line',
      'added',
      'modified',
      'removed',
      'files',
    ])
    expect(waste.userWastedPercent).toBeNull()
    expect(rest).toMatchObject({ schemaVersion: 1, source: 'engine', ref: 'shop:dev', warnings: [] })
  })
})
