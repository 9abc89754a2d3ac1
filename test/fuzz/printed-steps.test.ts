import { expect, test } from 'vitest'
import { parseLegacy } from '../engine/legacy-progress.ts'
import { printedSteps } from '../engine/printed-steps.ts'
import { parseRawJson } from '../engine/rawjson-progress.ts'

const line = (...vertexes: readonly object[]) => JSON.stringify({ vertexes })
const done = { started: '1', completed: '2' }
const stepsOf = (...lines: readonly string[]) =>
  printedSteps(parseRawJson(lines.join('\n'))).map(({ name, kind, status }) => `${status} ${kind} ${name}`)

test('the last report of a vertex decides, and a start once reported stays', () => {
  const started = line({ digest: 'a', name: '[2/2] RUN x', started: '1' })
  expect(stepsOf(started)).toEqual(['OPEN step [2/2] RUN x'])
  expect(stepsOf(started, line({ digest: 'a', name: '[2/2] RUN x', completed: '2' }))).toEqual(['RAN step [2/2] RUN x'])
  expect(stepsOf(line({ digest: 'a', name: '[2/2] RUN x', ...done, cached: true }))).toEqual([
    'CACHED step [2/2] RUN x',
  ])
})

test('a vertex that was only named never started', () => {
  expect(stepsOf(line({ digest: 'a', name: '[2/2] RUN x' }))).toEqual(['NONE step [2/2] RUN x'])
})

test('what another failure stopped is no error of its own', () => {
  const failed = { digest: 'a', name: '[a 2/2] RUN x', ...done, error: 'exit code: 1' }
  const stopped = { digest: 'b', name: '[b 2/2] RUN y', ...done, error: 'process "y": context canceled' }
  expect(stepsOf(line(failed, stopped))).toEqual(['ERROR step [a 2/2] RUN x', 'CANCELED step [b 2/2] RUN y'])
})

test('steps come in the order of stage and number, whatever the order of printing', () => {
  const names = ['[b 2/3] RUN 1', '[a 10/10] RUN 2', '[a  9/10] RUN 3', '[internal] load build context']
  const text = line(...names.map((name) => ({ digest: name, name, ...done })))
  expect(stepsOf(text)).toEqual(['RAN step [a  9/10] RUN 3', 'RAN step [a 10/10] RUN 2', 'RAN step [b 2/3] RUN 1'])
})

test('a copy with --link and its merge are one line, cached only when both are', () => {
  const progressGroup = { id: 'g', name: '[2/2] COPY --link a b' }
  const copy = { digest: 'a', name: '[2/2] COPY --link a b', progressGroup, ...done, cached: true }
  const merge = { digest: 'b', name: 'LINK COPY --link a b', progressGroup, ...done }
  expect(stepsOf(line(copy, merge))).toEqual(['RAN step [2/2] COPY --link a b'])
  expect(stepsOf(line(copy, { ...merge, cached: true }))).toEqual(['CACHED step [2/2] COPY --link a b'])
})

test('the download of an ADD is told apart from its copy, and base images from steps', () => {
  const name = '[2/2] ADD http://host/f /f'
  const text = line(
    { digest: 'from', name: '[1/2] FROM docker.io/library/a:1', ...done },
    { digest: 'copy', name, inputs: ['from', 'file'], ...done, cached: true },
    { digest: 'file', name, ...done },
  )
  expect(stepsOf(text)).toEqual([
    'RAN from [1/2] FROM docker.io/library/a:1',
    'RAN source [2/2] ADD http://host/f /f',
    'CACHED step [2/2] ADD http://host/f /f',
  ])
})

test('lines that are no reports are kept for the error text', () => {
  const text = 'ERROR: failed to solve: no\n{"vertexes":[]}\n{not json'
  expect(parseRawJson(text).otherLines).toEqual(['ERROR: failed to solve: no', '{not json'])
})

test('the classic builder tells its steps by number', () => {
  const text =
    'Step 1/2 : FROM a\n ---> 0123\nStep 2/2 : RUN x\n ---> Using cache\n ---> 4567\nSuccessfully built 4567\n'
  const { vertices, otherLines } = parseLegacy(text)
  expect(vertices.map(({ name, status }) => `${status} ${name}`)).toEqual(['RAN [1/2] FROM a', 'CACHED [2/2] RUN x'])
  expect(otherLines).toEqual(['Successfully built 4567'])
})
