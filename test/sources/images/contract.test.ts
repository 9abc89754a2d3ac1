import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { emptyTree, growTree } from '../../../src/image/tree/grow-tree.ts'
import type { ImageHandle, ImageSource } from '../../../src/runtime/ports.ts'
import { createImageSource, type ImageSourceOptions } from '../../../src/sources/images/image-source.ts'
import { readImage } from '../../../src/sources/images/reader/read-image.ts'
import { type FakeEngine, fakeEngine } from '../../support/fake-engine.ts'
import { blob, digestOf, dockerArchive, gzip, imageParts, packTar, sketchLayer } from '../../support/image-archive.ts'
import { entriesOfImage, entriesOfLayer, openImage, textOfFile } from '../../support/open-image.ts'

const lines = [
  { command: 'ADD root / # buildkit', layer: 'etc/\netc/hosts "localhost"\nbin/sh 90' },
  { command: 'ENV A=1', layer: null },
  { command: 'COPY . . # buildkit', layer: 'app/main "program"\napp/same => app/main\n-etc/hosts' },
]
const entries = lines.flatMap(({ layer }) => (layer === null ? [] : [sketchLayer(layer)]))

let directory: string
let engine: FakeEngine
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'layertui-contract-'))
  engine = await fakeEngine()
  await engine.start()
})
afterAll(async () => {
  await engine.dispose()
  await rm(directory, { recursive: true })
})

const opened: ImageSource[] = []
afterEach(() => {
  for (const one of opened.splice(0)) one.close()
})

function source(options: ImageSourceOptions = {}): ImageSource {
  const created = createImageSource({
    environment: { DOCKER_HOST: engine.host },
    layerDirectory: null,
    spoolDirectory: join(directory, 'spool'),
    platform: 'linux/amd64',
    ...options,
  })
  opened.push(created)
  return created
}

async function save(name: string, bytes: Buffer): Promise<string> {
  await writeFile(join(directory, name), bytes)
  return join(directory, name)
}

async function layoutFiles(): Promise<readonly { readonly name: string; readonly content: Buffer | string }[]> {
  const { config, configDigest, layers } = await imageParts(lines)
  const stored = layers.map(({ tar }) => gzip(tar))
  const manifest = JSON.stringify({
    config: { digest: configDigest },
    layers: stored.map((content) => ({ digest: digestOf(content) })),
  })
  const annotations = { 'org.opencontainers.image.ref.name': 'v1' }
  return [
    { name: blob(configDigest), content: config },
    ...stored.map((content) => ({ name: blob(digestOf(content)), content })),
    { name: blob(digestOf(manifest)), content: manifest },
    { name: 'index.json', content: JSON.stringify({ manifests: [{ digest: digestOf(manifest), annotations }] }) },
    { name: 'oci-layout', content: '{"imageLayoutVersion":"1.0.0"}' },
  ]
}

async function serveImage(): Promise<void> {
  const { layers } = await imageParts(lines)
  const Layers = layers.map(({ diffId }) => diffId)
  engine.answers.set('/images/shop:dev/json', {
    json: { Id: 'sha256:abc', RepoTags: ['shop:dev'], Os: 'linux', Architecture: 'amd64', RootFS: { Layers } },
  })
  engine.answers.set('/images/sha256:abc/history', {
    json: lines.map(({ command, layer }) => ({ CreatedBy: command, Size: layer === null ? 0 : 9 })).toReversed(),
  })
  const saved = await dockerArchive(lines)
  engine.answers.set('/images/sha256:abc/get', (_, response) => response.writeHead(200).end(saved))
  engine.answers.set('/containers/json', { json: [] })
}

type Provided = { readonly name: string; readonly open: () => Promise<ImageHandle> }

const providers: readonly Provided[] = [
  {
    name: 'the engine',
    open: async () => {
      await serveImage()
      return openImage(source(), 'shop:dev')
    },
  },
  {
    name: 'an archive of docker save',
    open: async () => openImage(source(), `docker-archive:${await save('plain.tar', await dockerArchive(lines))}`),
  },
  {
    name: 'an archive with compressed layers',
    open: async () => openImage(source(), await save('gzip.tar', await dockerArchive(lines, { compress: gzip }))),
  },
  {
    name: 'an archive that is compressed as a whole',
    open: async () => openImage(source(), await save('whole.tar.gz', gzip(await dockerArchive(lines)))),
  },
  {
    name: 'an archive with an OCI layout',
    open: async () =>
      openImage(source(), `oci-archive:${await save('oci.tar', await packTar(await layoutFiles()))}:v1`),
  },
  {
    name: 'a directory with an OCI layout',
    open: async () => {
      for (const { name, content } of await layoutFiles()) {
        const path = join(directory, 'layout', name)
        await mkdir(dirname(path), { recursive: true })
        await writeFile(path, content)
      }
      return openImage(source(), `oci:${join(directory, 'layout')}`)
    },
  },
  {
    name: 'standard input',
    open: async () => {
      const bytes = await dockerArchive(lines)
      const input = Readable.from([bytes.subarray(0, 700), bytes.subarray(700)])
      return openImage(source({ input }), '-')
    },
  },
]

describe.each(providers)('$name', ({ open }) => {
  test('tells the image without reading its layers', async () => {
    const { image, layers } = await open()
    expect(image.platform).toBe('linux/amd64')
    expect(image.layers.map(({ command }) => command)).toEqual(['ADD root /', 'COPY . .'])
    expect(image.history.map(({ layer }) => layer)).toEqual([0, null, 1])
    expect(layers).toHaveLength(2)
  })

  test('gives the entries of each layer, in any order and more than once', async () => {
    const handle = await open()
    expect(await entriesOfLayer(handle, 1)).toEqual(entries[1])
    expect(await entriesOfImage(handle)).toEqual(entries)
  })

  test('tells the digest of a layer that is verified: its diff ID', async () => {
    const handle = await open()
    const found: (string | null)[] = []
    await entriesOfImage(handle, { verify: true, found: ({ diffId }) => found.push(diffId) })
    expect(found).toEqual(handle.image.layers.map(({ diffId }) => diffId))
  })

  test('opens files as a layer holds them, hard links by the bytes that they share', async () => {
    const handle = await open()
    expect(await textOfFile(handle, 0, 'etc/hosts', 5)).toBe('local')
    expect(await textOfFile(handle, 1, 'app/same')).toBe('program')
    await expect(textOfFile(handle, 1, 'etc/hosts')).rejects.toMatchObject({ failure: { kind: 'no-file' } })
    await expect(textOfFile(handle, 0, 'etc')).rejects.toMatchObject({
      failure: { summary: '/etc is a directory' },
    })
  })

  test('entries may be left half way, and nothing stays open', async () => {
    const handle = await open()
    const options = { signal: new AbortController().signal, verify: false, report: () => {}, found: () => {} }
    for await (const entry of handle.layers[0]!.entries(options)) {
      expect(entry.path).toBe('etc')
      break
    }
    expect(await entriesOfLayer(handle, 0)).toEqual(entries[0])
  })

  test('stops at the signal', async () => {
    const handle = await open()
    const signal = AbortSignal.abort(new Error('left'))
    await expect(entriesOfLayer(handle, 0, { signal })).rejects.toThrow('left')
  })

  test('arrives layer by layer in one tree', async () => {
    const handle = await open()
    const counts: number[] = []
    const { tree, warnings } = await readImage(handle, {
      signal: new AbortController().signal,
      verify: false,
      report: () => undefined,
      layerRead: (soFar) => counts.push(soFar.layerCount),
    })
    expect(counts).toEqual([1, 2])
    expect(warnings).toEqual([])
    let expected = emptyTree()
    for (const layer of entries) expected = growTree(expected, layer).next().value as typeof expected
    expect(tree.root.totals).toEqual(expected.root.totals)
  })

  test('knows of no containers but those of an engine', async () => {
    expect(await (await open()).containerChanges(new AbortController().signal)).toEqual([])
  })
})

test('bytes that are kept have no name: nothing is left when the program goes', async () => {
  await entriesOfImage(await providers[0]!.open())
  expect(await readdir(join(directory, 'spool'))).toEqual([])
})
