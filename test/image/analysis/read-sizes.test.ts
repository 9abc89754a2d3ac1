import { expect, test } from 'vitest'
import { withReadSizes } from '../../../src/image/analysis/read-sizes.ts'
import type { Image } from '../../../src/image/model/image.ts'
import { indexLayers } from '../../../src/image/tree/grow-tree.ts'
import { sketchLayer } from '../../support/image-archive.ts'

test('once read, layers have the size of their files and not of the blobs that they were stored in', () => {
  const layer = (index: number) => ({ index, diffId: `sha256:${index}`, size: 7, command: '', createdAt: null })
  const stored = { layers: [layer(0), layer(1), layer(2)], size: 21 } as unknown as Image
  const tree = indexLayers([
    sketchLayer('usr/bin/node 4000\nusr/bin/npm 200'),
    sketchLayer('app/'),
    sketchLayer('app/a 30\nusr/bin/npm 10\n-usr/bin/node'),
  ])
  const { layers, size } = withReadSizes(stored, tree)
  expect(layers.map((read) => read.size)).toEqual([4200, 0, 40])
  expect(size).toBe(4240)
})
