import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openLayerCache } from '../../../../src/sources/images/engine/layer-cache.ts'
import { sketchLayer } from '../../../support/image-archive.ts'

let directory: string
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'layertui-layers-'))
})
afterEach(() => rm(directory, { recursive: true }))

const layers = ['etc/\netc/hosts 12\nrun.sh 5 755\nl -> etc', '-etc/hosts\n-var/*\nh => run.sh'].map(sketchLayer)
const diffIds = ['sha256:aa', 'sha256:bb']

test('what was written is read back as it was', async () => {
  await openLayerCache(directory).write(diffIds, layers)
  expect(await openLayerCache(directory).read(diffIds)).toEqual(layers)
})

test('images share the layers that they have in common', async () => {
  const cache = openLayerCache(directory)
  await cache.write(diffIds, layers)
  await cache.write(['sha256:aa', 'sha256:cc'], layers)
  expect(await readdir(directory)).toHaveLength(3)
})

test('an image of which a layer is missing is missing', async () => {
  const cache = openLayerCache(directory)
  await cache.write(['sha256:aa'], [layers[0]!])
  expect(await cache.read(diffIds)).toBeNull()
})

test('damaged files, and those of another version, are missing', async () => {
  const cache = openLayerCache(directory)
  await cache.write(diffIds, layers)
  for (const name of await readdir(directory)) await writeFile(join(directory, name), 'not gzip')
  expect(await cache.read(diffIds)).toBeNull()
})

test('a folder that cannot be written costs nothing but the memory', async () => {
  const cache = openLayerCache('/dev/null/layers')
  await cache.write(diffIds, layers)
  expect(await cache.read(diffIds)).toBeNull()
})

test('what was not used for longest goes when space is short', async () => {
  const cache = openLayerCache(directory, { limit: 350 })
  await cache.write(['sha256:aa'], [layers[0]!])
  await cache.write(['sha256:bb'], [layers[1]!])
  await utimes(join(directory, 'sha256-bb.json.gz'), 1, 1)
  await cache.write(['sha256:cc'], [layers[0]!])
  expect(await readdir(directory)).toEqual(['sha256-aa.json.gz', 'sha256-cc.json.gz'])
})

test('names of layers never lead out of the folder', async () => {
  const cache = openLayerCache(directory)
  await cache.write(['../../evil'], [layers[0]!])
  expect(await readdir(directory)).toEqual(['------evil.json.gz'])
})
