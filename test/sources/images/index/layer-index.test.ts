import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openLayerIndex } from '../../../../src/sources/images/index/layer-index.ts'
import { sketchLayer } from '../../../support/image-archive.ts'

let directory: string
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'layertui-layers-'))
})
afterEach(() => rm(directory, { recursive: true }))

const layer = {
  entries: sketchLayer('etc/\netc/hosts 12\nrun.sh 5 755\nl -> etc\n-etc/old\n-var/*\nh => run.sh'),
  facts: { compressedSize: 77, diffId: 'sha256:aa' },
}

test('what was written is read back as it was, also by another run', async () => {
  await openLayerIndex(directory).write('sha256:aa', layer)
  expect(await openLayerIndex(directory).read('sha256:aa')).toEqual(layer)
})

test('a layer is kept once, and one that was never read is missing', async () => {
  const index = openLayerIndex(directory)
  await index.write('sha256:aa', layer)
  await index.write('sha256:aa', layer)
  expect(await readdir(directory)).toHaveLength(1)
  expect(await index.read('sha256:bb')).toBeNull()
})

test('damaged files, and files of another layer or version, are missing', async () => {
  const index = openLayerIndex(directory)
  await index.write('sha256:aa', layer)
  const [name] = await readdir(directory)
  for (const bytes of [Buffer.from('not gzip'), Buffer.alloc(0)]) {
    await writeFile(join(directory, name!), bytes)
    expect(await index.read('sha256:aa')).toBeNull()
  }
})

test('a directory that cannot be written costs nothing but the memory', async () => {
  const index = openLayerIndex('/dev/null/layers')
  await index.write('sha256:aa', layer)
  expect(await index.read('sha256:aa')).toBeNull()
})

test('keys never lead out of the directory', async () => {
  await openLayerIndex(directory).write('../../evil', layer)
  expect(await readdir(directory)).toEqual([expect.stringMatching(/^[0-9a-f]{64}\.json\.gz$/)])
})

test('what was not used for longest goes when space is short', async () => {
  const index = openLayerIndex(directory, { limit: 400 })
  for (const key of ['a', 'b', 'c', 'd']) {
    await index.write(key, layer)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  expect(await index.read('a')).toBeNull()
  expect(await index.read('d')).toEqual(layer)
})
