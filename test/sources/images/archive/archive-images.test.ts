import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  inspectArchive,
  readArchiveFile,
  readArchiveLayers,
} from '../../../../src/sources/images/archive/archive-images.ts'
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

const signal = new AbortController().signal
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

const inspect = (ref: string) => inspectArchive(ref, 'linux/amd64', signal)
const layersOf = async (ref: string) => readArchiveLayers(await inspect(ref), () => undefined, signal)
const entries = lines.flatMap(({ layer }) => (layer === null ? [] : [sketchLayer(layer)]))

test('an archive tells what its image is', async () => {
  const ref = await save('shop.tar', await dockerArchive(lines))
  const { configDigest, layers } = await imageParts(lines)
  expect(await inspect(ref)).toEqual({
    ref,
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
    expect(await inspectArchive(ref, 'linux/arm64', signal)).toMatchObject({ platform: 'linux/arm64' })
    expect(await layersOf(ref)).toEqual([sketchLayer('amd64 1')])
  })

  test('a variant is taken for the platform that it is of', async () => {
    const ref = await save('variant.tar', await ociArchive(['amd64', 'arm64']))
    expect(await inspectArchive(ref, 'linux/arm64/v8', signal)).toMatchObject({ platform: 'linux/arm64' })
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

describe('one file', () => {
  const read = async (layer: number, path: string, limit = 100) => {
    const image = await inspect(await save('file.tar', await dockerArchive(lines, { compress: gzip })))
    return Buffer.from(await readArchiveFile(image, layer, { path, limit }, signal)).toString()
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
    [
      'a tar of something else',
      () => packTar([{ name: 'src/a.ts', content: 'x' }]),
      'is a tar archive, but holds no image',
    ],
    ['half an archive', async () => whole.subarray(0, whole.length / 2 - 100), 'is cut short'],
    ['half a gzip archive', async () => gzip(whole).subarray(0, 700), 'is damaged'],
    ['an archive before its list came', async () => whole.subarray(0, 512), 'is a tar archive, but holds no image'],
    ['a list that is no JSON', () => packTar([{ name: 'manifest.json', content: '[{' }]), 'is damaged'],
    [
      'a list of nothing',
      () => packTar([{ name: 'manifest.json', content: '[]' }]),
      'is a tar archive, but holds no image',
    ],
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

  test('a layer that is no tar is found when it is read', async () => {
    const archive = await packTar([
      { name: blob(configDigest), content: config },
      { name: 'a.tar', content: 'no tar '.repeat(100) },
      { name: 'b.tar', content: layers[1]!.tar },
      { name: 'manifest.json', content: JSON.stringify([{ Config: blob(configDigest), Layers: ['a.tar', 'b.tar'] }]) },
    ])
    await expect(layersOf(await save('bad-layer.tar', archive))).rejects.toMatchObject({
      failure: { kind: 'not-an-archive', detail: expect.stringContaining('a.tar') },
    })
  })

  test('no file, and a folder', async () => {
    await expect(inspect('docker-archive:/no/such.tar')).rejects.toMatchObject({
      failure: { kind: 'no-archive', summary: '/no/such.tar does not exist' },
    })
    await expect(inspect(`docker-archive:${directory}`)).rejects.toMatchObject({
      failure: { summary: `${directory} is not a tar archive` },
    })
  })
})
