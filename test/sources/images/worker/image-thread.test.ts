import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { indexLayers } from '../../../../src/image/tree/grow-tree.ts'
import { findPath, visitPaths } from '../../../../src/image/tree/image-tree.ts'
import type { EngineEvent, ImageReader } from '../../../../src/runtime/ports.ts'
import { createImageThread } from '../../../../src/sources/images/worker/image-thread.ts'
import { dockerArchive, gzip, sketchLayer } from '../../../support/image-archive.ts'
import { bundleWorker, workerBundle } from '../../files/bundle-worker.ts'

// The real thread, bundled as in the program.
const bundle = workerBundle('image-worker')
const signal = new AbortController().signal
const lines = [
  { command: 'ADD root /', layer: 'etc/\netc/hosts "localhost"\nold 9' },
  { command: 'COPY . .', layer: 'app/main "program"\n-old' },
]
let directory: string

beforeAll(async () => {
  await bundleWorker('image-worker', 'src/sources/images/worker')
  directory = await mkdtemp(join(tmpdir(), 'layertui-thread-'))
})
afterAll(() => rm(directory, { recursive: true }))

function openThread(worker = bundle): ImageReader {
  const reader = createImageThread('linux/amd64', pathToFileURL(worker))
  onTestFinished(() => reader.close())
  return reader
}

async function save(name: string, bytes: Buffer): Promise<{ kind: 'docker-archive'; path: string; image: null }> {
  const path = join(directory, name)
  await writeFile(path, bytes)
  return { kind: 'docker-archive', path, image: null }
}

test('an image is opened and read in the thread, its layers arrive one by one, its files open', async () => {
  const reader = openThread()
  const image = await reader.open(await save('shop.tar', await dockerArchive(lines, { compress: gzip })), signal)
  expect(image).toMatchObject({ tags: ['shop:dev'], layers: [{ command: 'ADD root /' }, { command: 'COPY . .' }] })
  const counts: number[] = []
  const reading = { report: () => {}, layerRead: ({ layerCount }: { layerCount: number }) => counts.push(layerCount) }
  const { tree, waste, layers, warnings } = await reader.read(image, reading, signal)
  expect(counts).toEqual([1, 2])
  expect(waste.reclaimableBytes).toBe(9)
  expect(layers.map((facts) => facts?.diffId)).toEqual(image.layers.map(({ diffId }) => diffId))
  expect(warnings).toEqual([])
  const expected = indexLayers(lines.map(({ layer }) => sketchLayer(layer)))
  visitPaths(expected, ({ path, changes, totals }) => expect(findPath(tree, path)).toMatchObject({ changes, totals }))
  const bytes = await reader.readFile(image, { layer: 0, path: 'etc/hosts' }, 5, signal)
  expect(Buffer.from(bytes).toString()).toBe('local')
})

test('what goes wrong there is told as the source words it', async () => {
  const reader = openThread()
  await expect(reader.open(await save('bad.tar', Buffer.from('no tar')), signal)).rejects.toMatchObject({
    name: 'FailureError',
    failure: { kind: 'not-an-archive', summary: expect.stringContaining('bad.tar') },
  })
  const image = await reader.open(await save('good.tar', await dockerArchive(lines)), signal)
  await expect(reader.readFile(image, { layer: 0, path: 'gone' }, 5, signal)).rejects.toMatchObject({
    failure: { kind: 'no-file' },
  })
})

test('a call that is left is answered no more, and the thread goes on', async () => {
  const reader = openThread()
  const image = await reader.open(await save('left.tar', await dockerArchive(lines)), signal)
  const leave = new AbortController()
  const reading = reader.read(image, { report: () => {}, layerRead: () => {} }, leave.signal)
  leave.abort(new Error('left'))
  await expect(reading).rejects.toThrow('left')
  expect((await reader.read(image, { report: () => {}, layerRead: () => {} }, signal)).tree.layerCount).toBe(2)
})

test('the engine is followed from the thread', async () => {
  const { DOCKER_HOST } = process.env
  process.env.DOCKER_HOST = 'unix:///no/docker.sock'
  try {
    const reader = openThread()
    const stop = new AbortController()
    const event = await new Promise<EngineEvent>((resolve) => reader.follow(resolve, stop.signal))
    stop.abort()
    expect(event).toMatchObject({ type: 'engine.away', failure: { kind: 'engine-away' } })
    await expect(reader.list(signal)).rejects.toMatchObject({ failure: { kind: 'engine-away' } })
  } finally {
    delete process.env.DOCKER_HOST
    if (DOCKER_HOST !== undefined) process.env.DOCKER_HOST = DOCKER_HOST
  }
})

test('a thread that cannot run is a failure, not a silence', async () => {
  const reader = openThread('/nowhere/image-worker.js')
  await expect(reader.list(signal)).rejects.toMatchObject({ failure: { kind: 'reader-broken' } })
})
