import { expect, test } from 'vitest'
import { measureWaste } from '../../../src/image/analysis/waste.ts'
import { indexLayers } from '../../../src/image/tree/grow-tree.ts'
import { diveFigures } from '../../support/dive-figures.ts'
import { sketchLayer } from '../../support/image-archive.ts'

function wasteOf(...texts: readonly string[]) {
  const layers = texts.map(sketchLayer)
  return measureWaste(indexLayers(layers), diveFigures(layers))
}

test('an image that stores everything once wastes nothing', () => {
  expect(wasteOf('a 10', 'b 20')).toEqual({
    efficiency: 1,
    wastedBytes: 0,
    sizeBytes: 30,
    userBytes: 20,
    reclaimableBytes: 0,
    reclaimableByLayer: [0, 0],
    reclaimableByCause: [0, 0],
    paths: [],
  })
})

test('an image of nothing is perfectly efficient', () => {
  expect(wasteOf('').efficiency).toBe(1)
})

test('a file that is written again: dive counts both versions, one can be saved', () => {
  expect(wasteOf('a 50\nb 100', 'a 100')).toEqual({
    efficiency: 150 / 250,
    wastedBytes: 150,
    sizeBytes: 250,
    userBytes: 100,
    reclaimableBytes: 50,
    reclaimableByLayer: [50, 0],
    reclaimableByCause: [0, 50],
    paths: [{ path: 'a', layers: [0, 1], bytes: 150, reclaimable: 50 }],
  })
})

test('a file that is removed later takes all its bytes for nothing', () => {
  expect(wasteOf('a 50\nb 100', '-a')).toMatchObject({ efficiency: 100 / 150, wastedBytes: 50, reclaimableBytes: 50 })
})

test('a removed directory: dive does not see it, its files can all be saved', () => {
  const waste = wasteOf('d/x 10\nd/y 20\na 5', '-d')
  expect(waste).toMatchObject({ efficiency: 1, wastedBytes: 0, reclaimableBytes: 30, reclaimableByLayer: [30, 0] })
  expect(waste.paths.map(({ path }) => path)).toEqual(['d/y', 'd/x'])
})

test('a path that is twice in a layer counts once, as it stands last', () => {
  expect(wasteOf('a 5\na 14')).toMatchObject({ efficiency: 1, wastedBytes: 0, reclaimableBytes: 0 })
})

test('what is removed two layers later is charged to the layer that removes it', () => {
  expect(wasteOf('a 5', 'b 1', '-a')).toMatchObject({ reclaimableByLayer: [5, 0, 0], reclaimableByCause: [0, 0, 5] })
})

test('a hard link costs nothing', () => {
  expect(wasteOf('a 50\nb => a', 'c 1').reclaimableBytes).toBe(0)
})
