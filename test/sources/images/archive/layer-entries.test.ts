import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import type { LayerEntry } from '../../../../src/image/model/image.ts'
import { layerEntries } from '../../../../src/sources/images/archive/layer-entries.ts'
import { decompressed } from '../../../../src/sources/tar/decompress.ts'
import { StreamBytes } from '../../../../src/sources/tar/stream-bytes.ts'
import { gzip, packLayer, packTar, sketchLayer } from '../../../support/image-archive.ts'

const text = `
  etc/
  etc/hosts 12
  run.sh 5 755
  bin/sh -> busybox
  copy => etc/hosts
  -etc/old
  -var/*
`
const read = async (bytes: Buffer): Promise<readonly LayerEntry[]> => {
  const entries: LayerEntry[] = []
  const unpacked = await decompressed(new StreamBytes(Readable.from([bytes])))
  for await (const entry of layerEntries(unpacked.bytes)) entries.push(entry)
  return entries
}

test('files, links, whiteouts and opaque directories, as they stand', async () => {
  expect(await read(await packLayer(text))).toEqual(sketchLayer(text))
})

test('the same from gzip', async () => {
  expect(await read(gzip(await packLayer(text)))).toEqual(sketchLayer(text))
})

test('several gzip streams one after the other are one layer', async () => {
  const tar = await packLayer(text)
  expect(await read(Buffer.concat([gzip(tar.subarray(0, 700)), gzip(tar.subarray(700))]))).toEqual(sketchLayer(text))
})

test('an opaque marker in the root, and AUFS’s own records', async () => {
  const tar = await packTar([{ name: '.wh..wh..opq' }, { name: '.wh..wh.aufs' }, { name: '.wh..wh.plnk/1.2' }])
  expect(await read(tar)).toEqual([expect.objectContaining({ path: '', whiteout: 'opaque' })])
})

test('the root itself is no entry', async () => {
  expect(
    await read(
      await packTar([
        { name: './', type: 'directory' },
        { name: './a', content: 'x' },
      ]),
    ),
  ).toHaveLength(1)
})

test('an empty layer is two empty blocks', async () => {
  expect(await read(Buffer.alloc(1024))).toEqual([])
})

test.each([
  ['gzip that ends too soon', async () => gzip(await packLayer(text)).subarray(0, 60), 'damaged'],
  ['gzip that is damaged', async () => gzip(await packLayer(text)).fill(0xee, 20, 40), 'damaged'],
  ['xz', async () => Buffer.from('fd377a585a000004e6d6b446', 'hex'), 'unknown-compression'],
  ['zstd that is damaged', async () => Buffer.from('28b52ffd24e6d6b4466666666666', 'hex'), 'damaged'],
  ['text', async () => Buffer.from('no layer at all'), 'not-a-tar'],
])('%s is said to be so', async (_, bytes, kind) => {
  await expect(read(await bytes())).rejects.toMatchObject({ name: 'ArchiveError', kind })
})

test('devices have their numbers for a link', async () => {
  const tar = await packTar([
    { name: 'dev/null', type: 'character-device' },
    { name: 'dev/sda', type: 'block-device' },
  ])
  expect(await read(tar)).toMatchObject([
    { path: 'dev/null', kind: 'char', link: '0:0' },
    { path: 'dev/sda', kind: 'block', link: '0:0' },
  ])
})

// `zstd -19` of the tar of `a 3`, and a skippable frame as some builders put in front or behind.
const frame = Buffer.from(
  'KLUv/WQAB+0BAKKCCA3QPYDItSBmCklK0ZIB0N3wQ+IqwyFk6P540P8fosr+AwYJIFC3O/n9RCIFYAigdIDJGzYRvM5PBwuNlt+I',
  'base64',
)
const skippable = Buffer.from('502a4d180400000061626364', 'hex')

test.each([
  ['zstd', [frame]],
  ['zstd behind a skippable frame', [skippable, frame]],
  ['zstd with a skippable frame at its end', [frame, skippable]],
])('the same from %s', async (_, parts) => {
  expect(await read(Buffer.concat(parts))).toEqual(sketchLayer('a 3'))
})
