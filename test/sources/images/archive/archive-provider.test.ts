import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { ImageHandle, ImageSource } from '../../../../src/runtime/ports.ts'
import { createImageSource } from '../../../../src/sources/images/image-source.ts'
import {
  blob,
  digestOf,
  dockerArchive,
  gzip,
  imageParts,
  packTar,
  type SavedLayer,
  sketchLayer,
  type TarMember,
} from '../../../support/image-archive.ts'
import { entriesOfImage, entriesOfLayer, openImage, textOfFile } from '../../../support/open-image.ts'

const lines: readonly SavedLayer[] = [
  { command: 'ADD rootfs.tar / # buildkit', layer: 'etc/\netc/hosts "127.0.0.1 localhost"\nbin/sh 90' },
  { command: 'ENV A=1', layer: null },
  {
    command: 'RUN /bin/sh -c make # buildkit',
    layer: 'out/app "program"\nout/same => out/app\n-etc/hosts\nl -> out/app',
  },
]
let directory: string

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'layertui-archive-'))
})
afterAll(() => rm(directory, { recursive: true }))

async function save(name: string, bytes: Buffer): Promise<string> {
  const path = join(directory, name)
  await writeFile(path, bytes)
  return `docker-archive:${path}`
}

const opened: ImageSource[] = []
afterEach(() => {
  for (const source of opened.splice(0)) source.close()
})

function open(ref: string, platform = 'linux/amd64'): Promise<ImageHandle> {
  const source = createImageSource({ platform, layerDirectory: null, spoolDirectory: join(directory, 'spool') })
  opened.push(source)
  return openImage(source, ref)
}
const inspect = async (ref: string, platform?: string) => (await open(ref, platform)).image
const layersOf = async (ref: string) => entriesOfImage(await open(ref))
const entries = lines.flatMap(({ layer }) => (layer === null ? [] : [sketchLayer(layer)]))

test('an archive tells what its image is', async () => {
  const ref = await save('shop.tar', await dockerArchive(lines))
  const { configDigest, layers } = await imageParts(lines)
  expect(await inspect(ref)).toEqual({
    reference: { kind: 'docker-archive', path: ref.replace('docker-archive:', ''), image: null },
    id: configDigest,
    tags: ['shop:dev'],
    platform: 'linux/amd64',
    createdAt: '2026-01-02T03:04:05Z',
    size: layers.reduce((sum, { tar }) => sum + tar.length, 0),
    config: {
      user: 'app',
      workdir: '/app',
      env: ['PATH=/bin'],
      entrypoint: [],
      command: ['sh'],
      labels: { a: 'b' },
      onbuild: [],
      shell: [],
    },
    layers: [
      expect.objectContaining({ index: 0, diffId: layers[0]!.diffId, command: 'ADD rootfs.tar /' }),
      expect.objectContaining({ index: 1, diffId: layers[1]!.diffId, command: 'RUN make' }),
    ],
    history: [
      { command: 'ADD rootfs.tar /', createdAt: '2026-01-02T03:04:05Z', layer: 0 },
      { command: 'ENV A=1', createdAt: '2026-01-02T03:04:05Z', layer: null },
      { command: 'RUN make', createdAt: '2026-01-02T03:04:05Z', layer: 1 },
    ],
    warnings: [],
  })
})

describe('layers, however they are stored', () => {
  test('plain, and read with progress', async () => {
    expect(await layersOf(await save('plain.tar', await dockerArchive(lines)))).toEqual(entries)
  })

  test('gzip', async () => {
    expect(await layersOf(await save('gzip.tar', await dockerArchive(lines, { compress: gzip })))).toEqual(entries)
  })

  test('the whole archive gzip', async () => {
    expect(await layersOf(await save('shop.tar.gz', gzip(await dockerArchive(lines))))).toEqual(entries)
  })

  test('a layer that occurs twice is stored once', async () => {
    const twice = [...lines, { command: 'RUN again', layer: lines[0]!.layer }]
    expect(await layersOf(await save('twice.tar', await dockerArchive(twice)))).toEqual([...entries, entries[0]])
  })

  test('Docker before 25: a folder for each layer, repeated ones symlinked', async () => {
    const { config, configDigest, layers } = await imageParts([...lines, { command: 'RUN', layer: lines[0]!.layer }])
    const name = `${configDigest.slice(7)}.json`
    const archive = await packTar([
      { name: 'aaa/', type: 'directory' },
      { name: 'aaa/VERSION', content: '1.0' },
      { name: 'aaa/json', content: '{"id":"aaa"}' },
      { name: 'aaa/layer.tar', content: layers[0]!.tar },
      { name: 'bbb/layer.tar', content: layers[1]!.tar },
      { name: 'ccc/layer.tar', type: 'symlink', link: '../aaa/layer.tar' },
      { name, content: config },
      {
        name: 'manifest.json',
        content: JSON.stringify([
          { Config: name, RepoTags: ['old:1'], Layers: ['aaa/layer.tar', 'bbb/layer.tar', 'ccc/layer.tar'] },
        ]),
      },
      { name: 'repositories', content: '{"old":{"1":"ccc"}}' },
    ])
    expect(await layersOf(await save('old.tar', archive))).toEqual([...entries, entries[0]])
  })
})

/** An OCI layout of images for several platforms, each with an attestation beside it. */
async function ociArchive(platforms: readonly string[], { tag = 'shop:multi' } = {}): Promise<Buffer> {
  const members: TarMember[] = []
  const put = (content: string | Buffer) => {
    const digest = digestOf(content)
    members.push({ name: blob(digest), content })
    return { digest, size: content.length }
  }
  const manifests = []
  for (const architecture of platforms) {
    const { config, layers } = await imageParts(
      [{ command: `RUN for ${architecture}`, layer: `${architecture} 1` }],
      architecture,
    )
    const manifest = put(JSON.stringify({ config: put(config), layers: layers.map(({ tar }) => put(gzip(tar))) }))
    manifests.push({ ...manifest, platform: { os: 'linux', architecture } })
    const attestation = put(JSON.stringify({ config: put('{}'), layers: [put('{"predicate":1}')] }))
    const annotations = { 'vnd.docker.reference.type': 'attestation-manifest' }
    manifests.unshift({ ...attestation, annotations, platform: { os: 'unknown', architecture: 'unknown' } })
  }
  const index = put(JSON.stringify({ manifests }))
  const annotations = { 'io.containerd.image.name': tag }
  return packTar([
    ...members,
    { name: 'index.json', content: JSON.stringify({ manifests: [{ ...index, annotations }] }) },
    { name: 'oci-layout', content: '{"imageLayoutVersion":"1.0.0"}' },
  ])
}

describe('an OCI layout', () => {
  test('of several platforms shows the one that is asked for, attestations left aside', async () => {
    const ref = await save('multi.tar', await ociArchive(['arm64', 'amd64']))
    expect(await inspect(ref)).toMatchObject({ platform: 'linux/amd64', tags: ['shop:multi'] })
    expect(await inspect(ref, 'linux/arm64')).toMatchObject({ platform: 'linux/arm64' })
    expect(await layersOf(ref)).toEqual([sketchLayer('amd64 1')])
  })

  test('a variant is taken for the platform that it is of', async () => {
    const ref = await save('variant.tar', await ociArchive(['amd64', 'arm64']))
    expect(await inspect(ref, 'linux/arm64/v8')).toMatchObject({ platform: 'linux/arm64' })
  })

  test('without that platform shows the first that is there', async () => {
    expect(await inspect(await save('arm.tar', await ociArchive(['arm64', 's390x'])))).toMatchObject({
      platform: 'linux/arm64',
    })
  })

  test('an index that points to itself is damage', async () => {
    const loop = { manifests: [{ digest: 'sha256:loop' }] }
    const archive = await packTar([
      { name: 'blobs/sha256/loop', content: JSON.stringify(loop) },
      { name: 'index.json', content: JSON.stringify(loop) },
    ])
    await expect(inspect(await save('loop.tar', archive))).rejects.toMatchObject({
      failure: { kind: 'archive-damaged' },
    })
  })
})

describe('several images in one archive', () => {
  const both = async () => {
    const one = await imageParts([{ command: 'RUN one', layer: 'one 1' }])
    const two = await imageParts([{ command: 'RUN two', layer: 'two 1' }])
    const entry = ({ configDigest, layers }: typeof one, tag: string) => ({
      Config: blob(configDigest),
      RepoTags: [tag],
      Layers: layers.map(({ diffId }) => blob(diffId)),
    })
    return packTar([
      ...[one, two].flatMap(({ config, configDigest, layers }) => [
        { name: blob(configDigest), content: config },
        { name: blob(layers[0]!.diffId), content: layers[0]!.tar },
      ]),
      { name: 'manifest.json', content: JSON.stringify([entry(one, 'shop:1'), entry(two, 'shop:2')]) },
    ])
  }

  test('the first is shown, or the one that is named', async () => {
    const ref = await save('both.tar', await both())
    expect((await inspect(ref)).tags).toEqual(['shop:1'])
    expect(await layersOf(`${ref}:shop:2`)).toEqual([sketchLayer('two 1')])
  })

  test('one that is not there is said so, with those that are', async () => {
    const ref = await save('both.tar', await both())
    await expect(inspect(`${ref}:shop:3`)).rejects.toMatchObject({
      failure: { kind: 'no-image', detail: 'it has shop:1, shop:2' },
    })
  })

  test('a path may have colons itself', async () => {
    expect((await inspect(await save('a:b.tar', await both()))).tags).toEqual(['shop:1'])
  })
})

describe('what stands beside an image', () => {
  const manifest = (...entries: readonly object[]) => ({ name: 'manifest.json', content: JSON.stringify(entries) })
  const image = async (name: string) => {
    const { config, configDigest, layers } = await imageParts([{ command: `RUN ${name}`, layer: `${name} 1` }])
    return {
      files: [
        { name: blob(configDigest), content: config },
        { name: blob(layers[0]!.diffId), content: layers[0]!.tar },
      ],
      entry: { Config: blob(configDigest), RepoTags: [`shop:${name}`], Layers: [blob(layers[0]!.diffId)] },
    }
  }

  test('an entry that is damaged leaves the others as they are, and is named', async () => {
    const good = await image('good')
    const bad = { Config: 'gone.json', RepoTags: ['shop:bad'], Layers: [] }
    const ref = await save('one-bad.tar', await packTar([...good.files, manifest(bad, good.entry)]))
    expect(await inspect(ref)).toMatchObject({
      tags: ['shop:good'],
      warnings: [{ kind: 'skipped', names: ['shop:bad'], why: expect.stringContaining('gone.json') }],
    })
    await expect(inspect(`${ref}:shop:bad`)).rejects.toMatchObject({ failure: { kind: 'archive-damaged' } })
    expect(await layersOf(`${ref}:shop:good`)).toEqual([sketchLayer('good 1')])
  })

  test('several images: what was picked is said, with the others', async () => {
    const [one, two] = [await image('one'), await image('two')]
    const bytes = await packTar([...one.files, ...two.files, manifest(one.entry, two.entry)])
    const ref = await save('two.tar', bytes)
    expect((await inspect(ref)).warnings).toEqual([{ kind: 'other-images', shown: 'shop:one', others: ['shop:two'] }])
    expect((await inspect(`${ref}:shop:two`)).warnings).toEqual([])
  })

  test('artifacts of an OCI layout are no images', async () => {
    const { config, configDigest, layers } = await imageParts([{ command: 'RUN', layer: 'a 1' }])
    const members: TarMember[] = [
      { name: blob(configDigest), content: config },
      { name: blob(layers[0]!.diffId), content: layers[0]!.tar },
    ]
    const put = (content: string) => {
      members.push({ name: blob(digestOf(content)), content })
      return digestOf(content)
    }
    const sbom = put(
      JSON.stringify({
        artifactType: 'application/spdx+json',
        config: { mediaType: 'application/vnd.oci.empty.v1+json', digest: put('{}') },
        layers: [{ mediaType: 'application/spdx+json', digest: put('{"spdx":1}') }],
      }),
    )
    const shown = put(JSON.stringify({ config: { digest: configDigest }, layers: [{ digest: layers[0]!.diffId }] }))
    const named = (digest: string, name: string) => ({
      digest,
      annotations: { 'org.opencontainers.image.ref.name': name },
    })
    const index = JSON.stringify({ manifests: [named(sbom, 'sbom'), named(shown, 'v1')] })
    const ref = await save('artifacts.tar', await packTar([...members, { name: 'index.json', content: index }]))
    expect(await inspect(ref)).toMatchObject({
      tags: ['v1'],
      warnings: [{ kind: 'skipped', names: ['sbom'], why: 'it is application/spdx+json' }],
    })
    await expect(inspect(`${ref}:sbom`)).rejects.toMatchObject({
      failure: { kind: 'not-an-image', detail: 'it is application/spdx+json' },
    })
  })

  test('names of the lists are read in any case, as engines read them', async () => {
    const { config, configDigest, layers } = await imageParts(lines)
    const old = JSON.stringify({ rootfS: { DIFF_IDS: layers.map(({ diffId }) => diffId) }, OS: 'linux', ...{} })
    const archive = await packTar([
      { name: 'config.json', content: old },
      { name: blob(configDigest), content: config },
      { name: 'a.tar', content: layers[0]!.tar },
      { name: 'b.tar', content: layers[1]!.tar },
      manifest({ config: 'config.json', repoTags: ['jib:1'], layers: ['a.tar', 'b.tar'] }),
    ])
    const ref = await save('jib.tar', archive)
    expect(await inspect(ref)).toMatchObject({ tags: ['jib:1'], platform: 'linux' })
    expect(await layersOf(ref)).toEqual(entries)
  })
})

describe('a layer that cannot be read', () => {
  const half = async () => {
    const { config, configDigest, layers } = await imageParts(lines)
    return packTar([
      { name: 'config.json', content: config },
      { name: 'a.tar', content: gzip(layers[0]!.tar).subarray(0, 90) },
      { name: 'b.tar', content: layers[1]!.tar },
      {
        name: 'manifest.json',
        content: JSON.stringify([{ Config: 'config.json', RepoTags: [configDigest], Layers: ['a.tar', 'b.tar'] }]),
      },
    ])
  }

  test('is named, and leaves the others readable', async () => {
    const handle = await open(await save('half.tar', await half()))
    await expect(entriesOfLayer(handle, 0)).rejects.toMatchObject({
      failure: { kind: 'archive-damaged', summary: expect.stringMatching(/^layer 1 of .*half\.tar is damaged$/) },
    })
    expect(await entriesOfLayer(handle, 1)).toEqual(entries[1])
  })

  test('bytes with another digest than the image says are found out', async () => {
    const { config, layers } = await imageParts(lines)
    const archive = await packTar([
      { name: 'config.json', content: config },
      { name: 'a.tar', content: layers[1]!.tar },
      { name: 'b.tar', content: layers[1]!.tar },
      { name: 'manifest.json', content: JSON.stringify([{ Config: 'config.json', Layers: ['a.tar', 'b.tar'] }]) },
    ])
    const handle = await open(await save('swapped.tar', archive))
    const found: (string | null)[] = []
    for (const layer of [0, 1]) {
      await entriesOfLayer(handle, layer, { verify: true, found: ({ diffId }) => found.push(diffId) })
    }
    expect(found).toEqual([layers[1]!.diffId, layers[1]!.diffId])
    expect(handle.image.layers[0]!.diffId).toBe(layers[0]!.diffId)
  })

  test('a file that changes while it is looked at is not read on', async () => {
    const ref = await save('changing.tar', await dockerArchive(lines))
    const handle = await open(ref)
    await save('changing.tar', await dockerArchive(lines, { compress: gzip }))
    await expect(entriesOfLayer(handle, 0)).rejects.toMatchObject({ failure: { kind: 'archive-changed' } })
  })
})

describe('one file', () => {
  test('of several entries for its path is the last one', async () => {
    const { config, layers } = await imageParts([{ command: 'RUN', layer: 'x 1' }])
    const layer = await packTar([
      { name: 'a', content: 'first' },
      { name: 'link', type: 'link', link: 'a' },
      { name: 'a', content: 'second' },
    ])
    const renamed = config.toString().replaceAll(layers[0]!.diffId, digestOf(layer))
    const archive = await packTar([
      { name: 'config.json', content: renamed },
      { name: 'a.tar', content: layer },
      { name: 'manifest.json', content: JSON.stringify([{ Config: 'config.json', Layers: ['a.tar'] }]) },
    ])
    const handle = await open(await save('repeated.tar', archive))
    expect(await textOfFile(handle, 0, 'a')).toBe('second')
    // The link was made while the first one stood there.
    expect(await textOfFile(handle, 0, 'link')).toBe('first')
  })

  const read = async (layer: number, path: string, limit = 100) => {
    const image = await open(await save('file.tar', await dockerArchive(lines, { compress: gzip })))
    return textOfFile(image, layer, path, limit)
  }

  test('as its layer holds it, up to the limit', async () => {
    expect(await read(0, 'etc/hosts')).toBe('127.0.0.1 localhost')
    expect(await read(0, 'etc/hosts', 9)).toBe('127.0.0.1')
  })

  test('a hard link gives the bytes that it shares', async () => {
    expect(await read(1, 'out/same')).toBe('program')
  })

  test.each([
    [1, 'etc/hosts', '/etc/hosts is not in this layer'],
    [1, 'l', '/l is a symlink'],
    [0, 'etc', '/etc is a directory'],
  ])('layer %i %s: %s', async (layer, path, summary) => {
    await expect(read(layer, path)).rejects.toMatchObject({ failure: { kind: 'no-file', summary } })
  })
})

const whole = await dockerArchive(lines)
const { config, configDigest, layers } = await imageParts(lines)

describe('what is no image gets one clear line', () => {
  const manifest = (Layers: readonly string[]) => JSON.stringify([{ Config: 'config.json', Layers }])

  test.each([
    ['nothing at all', async () => Buffer.alloc(0), 'is not a tar archive'],
    ['text', async () => Buffer.from('# Shop\n'.repeat(99)), 'is not a tar archive'],
    ['a tar of something else', () => packTar([{ name: 'src/a.ts', content: 'x' }]), 'holds no image'],
    ['half an archive', async () => whole.subarray(0, whole.length / 2 - 100), 'is cut short'],
    ['half a gzip archive', async () => gzip(whole).subarray(0, 700), 'is damaged'],
    ['an archive before its list came', async () => whole.subarray(0, 512), 'holds no image'],
    ['a list that is no JSON', () => packTar([{ name: 'manifest.json', content: '[{' }]), 'is damaged'],
    ['a list of nothing', () => packTar([{ name: 'manifest.json', content: '[]' }]), 'holds no image'],
    [
      'no configuration',
      () => packTar([{ name: 'manifest.json', content: manifest([]) }]),
      'is incomplete: a part of its image is missing',
    ],
    [
      'a layer that is missing',
      () =>
        packTar([
          { name: 'config.json', content: config },
          { name: 'manifest.json', content: manifest(['a.tar', 'b.tar']) },
        ]),
      'is incomplete: a part of its image is missing',
    ],
    [
      'other layers than its configuration says',
      () =>
        packTar([
          { name: 'config.json', content: config },
          { name: 'a.tar', content: layers[0]!.tar },
          { name: 'manifest.json', content: manifest(['a.tar']) },
        ]),
      'is damaged',
    ],
    [
      'layers that link to each other',
      () =>
        packTar([
          { name: 'config.json', content: config },
          { name: 'a.tar', type: 'symlink', link: 'b.tar' },
          { name: 'b.tar', type: 'symlink', link: 'a.tar' },
          { name: 'manifest.json', content: manifest(['a.tar', 'b.tar']) },
        ]),
      'is damaged',
    ],
  ])('%s', async (name, bytes, words) => {
    const ref = await save('bad.tar', await bytes())
    const path = ref.replace('docker-archive:', '')
    await expect(inspect(ref), name).rejects.toMatchObject({
      name: 'FailureError',
      failure: { summary: `${path} ${words}` },
    })
  })

  test('a layer that is not a tar archive is found when it is read', async () => {
    const archive = await packTar([
      { name: blob(configDigest), content: config },
      { name: 'a.tar', content: 'no tar '.repeat(100) },
      { name: 'b.tar', content: layers[1]!.tar },
      { name: 'manifest.json', content: JSON.stringify([{ Config: blob(configDigest), Layers: ['a.tar', 'b.tar'] }]) },
    ])
    const ref = await save('bad-layer.tar', archive)
    const path = ref.replace('docker-archive:', '')
    await expect(layersOf(ref)).rejects.toMatchObject({
      name: 'FailureError',
      failure: { kind: 'not-an-archive', summary: `layer 1 of ${path} is not a tar archive` },
    })
  })

  test('no file, and a folder', async () => {
    await expect(inspect('docker-archive:/no/such.tar')).rejects.toMatchObject({
      failure: { kind: 'no-archive', summary: '/no/such.tar does not exist' },
    })
    await expect(inspect(`docker-archive:${directory}`)).rejects.toMatchObject({
      failure: { summary: `${directory} is a directory` },
    })
  })
})
