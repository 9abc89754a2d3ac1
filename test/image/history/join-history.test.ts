import { expect, test } from 'vitest'
import { joinHistory } from '../../../src/image/history/join-history.ts'

const row = (createdBy: string, empty = false) => ({ createdBy, createdAt: null, empty })
const layer = (diffId: string) => ({ diffId, digest: null, size: 1 })

test('layers get the lines that made them, metadata none', () => {
  const { layers, history } = joinHistory(
    [row('ADD root'), row('ENV A=1', true), row('RUN /bin/sh -c make # buildkit'), row('CMD x', true)],
    [layer('one'), layer('two')],
  )
  expect(layers.map(({ index, diffId, command }) => [index, diffId, command])).toEqual([
    [0, 'one', 'ADD root'],
    [1, 'two', 'RUN make'],
  ])
  expect(history.map((line) => line.layer)).toEqual([0, null, 1, null])
})

test('an image without history has layers without commands', () => {
  expect(joinHistory([], [layer('one')]).layers).toEqual([
    { index: 0, diffId: 'one', digest: null, size: 1, command: '', createdAt: null },
  ])
})

test('history that tells of more layers than there are keeps its last lines as metadata', () => {
  expect(joinHistory([row('a'), row('b')], [layer('one')]).history.map((line) => line.layer)).toEqual([0, null])
})
