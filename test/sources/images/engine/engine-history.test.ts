import { expect, test } from 'vitest'
import { readHistory } from '../../../../src/sources/images/engine/engine-history.ts'

/** The engine tells history newest first. */
const told = (...rows: readonly [createdBy: string, size: number, comment?: string][]) =>
  rows
    .map(([CreatedBy, Size, Comment = 'buildkit.dockerfile.v0']) => ({ CreatedBy, Size, Comment, Created: 0 }))
    .reverse()

const layersOf = (history: Parameters<typeof readHistory>[0], count: number) =>
  readHistory(history, count)
    .rows.filter(({ empty }) => !empty)
    .map(({ createdBy }) => createdBy)

test('rows with bytes made layers, and those without did where their instruction can', () => {
  const history = told(
    ['', 100, 'Imported from -'],
    ['ENV A=1', 0],
    ['WORKDIR /app', 0],
    ['RUN /bin/sh -c true # buildkit', 0],
    ['COPY a b # buildkit', 7],
    ['CMD ["x"]', 0],
  )
  expect(layersOf(history, 4)).toEqual(['', 'WORKDIR /app', 'RUN /bin/sh -c true # buildkit', 'COPY a b # buildkit'])
  expect(readHistory(history, 4).sizes).toEqual([100, 0, 0, 7])
})

test('the classic builder makes no layer of what changes nothing', () => {
  const history = told(
    ['/bin/sh -c #(nop) COPY file:01 in / ', 5, ''],
    ['/bin/sh -c true', 0, ''],
    ['/bin/sh -c #(nop) WORKDIR /', 0, ''],
    ['RUN /bin/sh -c true # buildkit', 0],
  )
  expect(layersOf(history, 2)).toEqual(['/bin/sh -c #(nop) COPY file:01 in / ', 'RUN /bin/sh -c true # buildkit'])
})

test('layers of builders that write no instructions have their commands, also when they hold nothing', () => {
  const history = told(['ADD root', 5, ''], ['bazel build ...', 0, ''], ['ENV A=1', 0, ''], ['ko publish', 0, ''])
  expect(layersOf(history, 3)).toEqual(['ADD root', 'bazel build ...', 'ko publish'])
})

test('as many rows as layers: each made one', () => {
  const history = told(['ENV A=1', 0, ''], ['bazel build ...', 0, ''], ['LABEL a=b', 0, ''])
  expect(layersOf(history, 3)).toEqual(['ENV A=1', 'bazel build ...', 'LABEL a=b'])
})

test('an image without history has no rows', () => {
  expect(readHistory([], 2)).toEqual({ rows: [], sizes: [] })
})
