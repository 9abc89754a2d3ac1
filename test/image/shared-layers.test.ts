import { expect, test } from 'vitest'
import { sharedCount, sharedLayers } from '../../src/image/shared-layers.ts'

test('each layer names the images that have it and all below it too', () => {
  const others = [
    { ref: 'node:20', diffIds: ['base', 'node'] },
    { ref: 'debian', diffIds: ['base'] },
    { ref: 'moved', diffIds: ['other', 'node'] },
  ]
  expect(sharedLayers(['base', 'node', 'app'], others)).toEqual([['node:20', 'debian'], ['node:20'], []])
})

test.each([
  [['a', 'b'], ['a', 'b'], 2],
  [['a', 'b', 'c'], ['a', 'b'], 2],
  [['a'], ['a', 'b'], 1],
  [['a'], ['b'], 0],
  [[], ['a'], 0],
])('%j and %j share %i', (one, other, count) => {
  expect(sharedCount(one, other)).toBe(count)
})
