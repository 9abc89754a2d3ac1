import { chmod, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { ImageHandle, ImageSource } from '../../../src/runtime/ports.ts'
import { createImageSource, type ImageSourceOptions } from '../../../src/sources/images/image-source.ts'
import { type FakeEngine, fakeEngine } from '../../support/fake-engine.ts'
import { dockerArchive, imageParts, packLayer, packTar, sketchLayer } from '../../support/image-archive.ts'
import { entriesOfImage, openImage, textOfFile } from '../../support/open-image.ts'

const lines = [
  { command: 'ADD root / # buildkit', layer: 'a "first"\nb 2' },
  { command: 'COPY . . # buildkit', layer: 'a "second"\nc => a' },
]
const signal = new AbortController().signal
let engine: FakeEngine
let cache: string
beforeEach(async () => {
  engine = await fakeEngine()
  await engine.start()
  cache = await mkdtemp(join(tmpdir(), 'layertui-cache-'))
})
afterEach(async () => {
  await engine.dispose()
  await rm(cache, { recursive: true })
})

const opened: ImageSource[] = []
afterEach(() => {
  for (const one of opened.splice(0)) one.close()
})

function source(options: ImageSourceOptions = {}): ImageSource {
  const environment = { DOCKER_HOST: engine.host, XDG_CACHE_HOME: cache }
  const created = createImageSource({ environment, layerDirectory: null, ...options })
  opened.push(created)
  return created
}

async function serveImage(): Promise<void> {
  const { layers } = await imageParts(lines)
  engine.answers.set('/images/shop:dev/json', {
    json: {
      Id: 'sha256:abc',
      RepoTags: ['shop:dev', 'shop:dev', '<none>:<none>'],
      Os: 'linux',
      Architecture: 'amd64',
      Created: '2026-01-02T03:04:05Z',
      Config: { Env: ['A=1'], Cmd: null },
      RootFS: { Type: 'layers', Layers: layers.map(({ diffId }) => diffId) },
    },
  })
  engine.answers.set('/images/sha256:abc/history', {
    json: [
      { CreatedBy: 'COPY . . # buildkit', Size: 6, Created: 2, Comment: 'buildkit.dockerfile.v0' },
      { CreatedBy: 'ENV A=1', Size: 0, Created: 1, Comment: 'buildkit.dockerfile.v0' },
      { CreatedBy: 'ADD root / # buildkit', Size: 7, Created: 1, Comment: 'buildkit.dockerfile.v0' },
    ],
  })
  const saved = await dockerArchive(lines)
  engine.answers.set('/images/sha256:abc/get', (_, response) => response.writeHead(200).end(saved))
}

test('an image is what the engine tells, history joined to layers', async () => {
  await serveImage()
  expect((await openImage(source(), 'shop:dev')).image).toMatchObject({
    reference: { kind: 'engine', name: 'shop:dev' },
    id: 'sha256:abc',
    tags: ['shop:dev'],
    platform: 'linux/amd64',
    size: 13,
    config: { env: ['A=1'], command: [] },
    layers: [
      { size: 7, command: 'ADD root /', createdAt: '1970-01-01T00:00:01.000Z' },
      { size: 6, command: 'COPY . .' },
    ],
    history: [{ layer: 0 }, { command: 'ENV A=1', layer: null }, { layer: 1 }],
  })
})

test('an image that is not there, and text that is no reference, are said to be so', async () => {
  const failure = { kind: 'no-image', summary: 'the Docker engine has no image nope:1' }
  await expect(openImage(source(), 'nope:1')).rejects.toMatchObject({ failure })
  await expect(source().open({ kind: 'engine', name: '../containers' }, signal)).rejects.toMatchObject({
    failure: { kind: 'no-image' },
  })
  await expect(openImage(source(), 'a?all=1')).rejects.toMatchObject({ failure: { kind: 'no-image' } })
  expect(engine.asked).toEqual(['/images/nope:1/json'])
})

test('layers and files come from one docker save', async () => {
  await serveImage()
  const handle = await openImage(source(), 'shop:dev')
  const phases = new Set<string>()
  const report = ({ phase }: { readonly phase: string }) => phases.add(phase)
  expect(await entriesOfImage(handle, { report })).toEqual(lines.map(({ layer }) => sketchLayer(layer)))
  expect([...phases].slice(0, 2)).toEqual(['engine is exporting the image', 'reading the image from the engine'])
  expect(await textOfFile(handle, 0, 'a', 3)).toBe('fir')
  expect(await textOfFile(handle, 1, 'c')).toBe('second')
  expect(engine.asked.filter((path) => path.includes('/get'))).toHaveLength(1)
})

test('the image that is looked at next takes the place of the bytes that were kept', async () => {
  await serveImage()
  const one = source()
  await entriesOfImage(await openImage(one, 'shop:dev'))
  const other = await imageParts([{ command: 'RUN other', layer: 'other 1' }])
  engine.answers.set('/images/other/json', {
    json: { Id: 'sha256:def', RootFS: { Layers: other.layers.map(({ diffId }) => diffId) } },
  })
  engine.answers.set('/images/sha256:def/history', { json: [] })
  const saved = await dockerArchive([{ command: 'RUN other', layer: 'other 1' }])
  engine.answers.set('/images/sha256:def/get', (_, response) => response.writeHead(200).end(saved))
  expect(await entriesOfImage(await openImage(one, 'other'))).toEqual([sketchLayer('other 1')])
  await entriesOfImage(await openImage(one, 'shop:dev'))
  expect(engine.asked.filter((path) => path.includes('/get'))).toEqual([
    '/images/sha256:abc/get',
    '/images/sha256:def/get',
    '/images/sha256:abc/get',
  ])
})

test('an image without layers is not asked for: engines cannot send it', async () => {
  engine.answers.set('/images/none/json', { json: { Id: 'sha256:none', RootFS: { Type: 'layers' } } })
  engine.answers.set('/images/sha256:none/history', { json: [{ CreatedBy: 'CMD x', Size: 0 }] })
  expect(await entriesOfImage(await openImage(source(), 'none'))).toEqual([])
  expect(engine.asked.filter((path) => path.includes('/get'))).toEqual([])
})

test('layers read before are not read again, also by the next run', async () => {
  await serveImage()
  const layerDirectory = join(cache, 'layers')
  const read = async () => entriesOfImage(await openImage(source({ layerDirectory }), 'shop:dev'))
  const first = await read()
  await expect.poll(() => readdir(layerDirectory)).toHaveLength(2)
  await expect.poll(read).toEqual(first)
  expect(engine.asked.filter((path) => path.includes('/get'))).toHaveLength(1)
})

test('a layer that is not what its diff ID says is not remembered as that', async () => {
  await serveImage()
  const layerDirectory = join(cache, 'layers')
  const { config, configDigest, layers } = await imageParts(lines)
  const other = await packLayer('not 1\nthis 2')
  const archive = await packTar([
    { name: 'config.json', content: config },
    { name: 'a.tar', content: other },
    { name: 'b.tar', content: layers[1]!.tar },
    {
      name: 'manifest.json',
      content: JSON.stringify([{ Config: 'config.json', RepoTags: [configDigest], Layers: ['a.tar', 'b.tar'] }]),
    },
  ])
  engine.answers.set('/images/sha256:abc/get', (_, response) => response.writeHead(200).end(archive))
  await entriesOfImage(await openImage(source({ layerDirectory }), 'shop:dev'))
  await expect.poll(() => readdir(layerDirectory)).toHaveLength(1)
  await serveImage()
  expect(await entriesOfImage(await openImage(source({ layerDirectory }), 'shop:dev'))).toEqual(
    lines.map(({ layer }) => sketchLayer(layer)),
  )
})

describe('trouble while the image comes', () => {
  const reading = async (): Promise<ImageHandle> => {
    await serveImage()
    return openImage(source(), 'shop:dev')
  }

  test('the engine breaks off', async () => {
    const image = await reading()
    const saved = await dockerArchive(lines)
    engine.answers.set('/images/sha256:abc/get', (_, response) => response.writeHead(200).end(saved.subarray(0, 2000)))
    await expect(entriesOfImage(image)).rejects.toMatchObject({
      failure: { kind: 'engine-error', summary: 'the engine stopped in the middle of sending the image' },
    })
  })

  test('the engine goes away', async () => {
    const image = await reading()
    engine.answers.set('/images/sha256:abc/get', (_, response) => {
      response.writeHead(200).write(Buffer.alloc(100))
      response.destroy()
    })
    await expect(entriesOfImage(image)).rejects.toMatchObject({
      failure: { kind: 'engine-away' },
    })
  })

  test('the person leaves before the engine has answered, or while it sends', async () => {
    const image = await reading()
    for (const sent of [null, Buffer.alloc(100)]) {
      const leave = new AbortController()
      engine.answers.set('/images/sha256:abc/get', (_, response) => {
        if (sent !== null) response.writeHead(200).write(sent)
        leave.abort(new Error('left'))
      })
      await expect(entriesOfImage(image, { signal: leave.signal })).rejects.toThrow('left')
    }
  })
})

test('images are listed newest first, each with the containers made from it', async () => {
  engine.answers.set('/images/json', {
    json: [
      { Id: 'sha256:old', RepoTags: null, Size: 5, Created: 1, Containers: -1 },
      { Id: 'sha256:new', RepoTags: ['a:1', 'a:1'], Size: 7, Created: 2, Containers: -1 },
    ],
  })
  engine.answers.set('/containers/json', {
    json: [
      { Id: 'c1', ImageID: 'sha256:old' },
      { Id: 'c2', ImageID: 'sha256:old' },
    ],
  })
  expect(await source().list(signal)).toEqual([
    { id: 'sha256:new', tags: ['a:1'], size: 7, createdAt: 2, containers: 0 },
    { id: 'sha256:old', tags: [], size: 5, createdAt: 1, containers: 2 },
  ])
})

test('base images are told by complete reference; what is nowhere has no ID', async () => {
  engine.answers.set('/images/docker.io/library/node:20/json', {
    json: {
      Id: 'sha256:n',
      RepoDigests: ['other@sha256:0', 'node@sha256:d1'],
      RootFS: { Layers: ['sha256:l'] },
      Config: { User: 'node', OnBuild: ['RUN x'] },
    },
  })
  const [node, nope] = await source().resolve(['docker.io/library/node:20', 'docker.io/library/nope:1'], signal)
  expect(node).toMatchObject({
    id: 'sha256:n',
    digest: 'sha256:d1',
    diffIds: ['sha256:l'],
    config: { user: 'node', onbuild: ['RUN x'] },
  })
  expect(nope).toEqual({ ref: 'docker.io/library/nope:1', id: null, digest: null, diffIds: [], config: null })
})

test('what containers have written on top of an image', async () => {
  await serveImage()
  engine.answers.set('/containers/json', {
    json: [
      { Id: 'c1', Names: ['/web'], State: 'running', SizeRw: 12 },
      { Id: 'c2', Names: [], State: 'exited' },
    ],
  })
  engine.answers.set('/containers/c1/changes', {
    json: [
      { Path: '/tmp', Kind: 0 },
      { Path: '/tmp/x', Kind: 1 },
      { Path: '/b', Kind: 2 },
    ],
  })
  engine.answers.set('/containers/c2/changes', { json: null })
  const image = await openImage(source(), 'shop:dev')
  expect(await image.containerChanges(signal)).toEqual([
    {
      id: 'c1',
      name: 'web',
      state: 'running',
      size: 12,
      changes: [
        { path: 'tmp', mark: 'modified' },
        { path: 'tmp/x', mark: 'added' },
        { path: 'b', mark: 'removed' },
      ],
    },
    { id: 'c2', name: 'c2', state: 'exited', size: null, changes: [] },
  ])
})

test('no engine: the failure says what to do', async () => {
  const nowhere = createImageSource({ environment: { DOCKER_HOST: 'unix:///no/docker.sock' }, layerDirectory: null })
  await expect(nowhere.list(signal)).rejects.toMatchObject({
    failure: {
      kind: 'engine-away',
      summary: 'no Docker engine at unix:///no/docker.sock (DOCKER_HOST)',
      nextStep: expect.stringContaining('start Docker'),
    },
  })
})

test('what dockerode would read from the environment by itself plays no part', async () => {
  const { DOCKER_HOST, DOCKER_CERT_PATH } = process.env
  Object.assign(process.env, { DOCKER_HOST: 'tcp://elsewhere:2376', DOCKER_CERT_PATH: '/no/such/folder' })
  try {
    engine.answers.set('/images/json', { json: [] })
    engine.answers.set('/containers/json', { json: [] })
    expect(await source().list(signal)).toEqual([])
    expect(process.env.DOCKER_HOST).toBe('tcp://elsewhere:2376')
  } finally {
    delete process.env.DOCKER_HOST
    delete process.env.DOCKER_CERT_PATH
    Object.assign(process.env, { ...(DOCKER_HOST && { DOCKER_HOST }), ...(DOCKER_CERT_PATH && { DOCKER_CERT_PATH }) })
  }
})

describe('over ssh', () => {
  let directory: string
  const path = process.env.PATH
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'layertui-ssh-'))
    process.env.PATH = `${directory}${delimiter}${path}`
  })
  afterEach(async () => {
    process.env.PATH = path
    await rm(directory, { recursive: true })
  })

  /** An ssh of our own: the script runs instead of the command on the other machine. */
  async function installSsh(script: string): Promise<void> {
    await writeFile(join(directory, 'ssh'), `#!${process.execPath}\n${script}`)
    await chmod(join(directory, 'ssh'), 0o755)
  }

  test('the engine is spoken to through the command that ssh runs there', async () => {
    await installSsh(`
      const socket = require('node:net').connect(${JSON.stringify(engine.socket)})
      process.stdin.pipe(socket).pipe(process.stdout)
    `)
    engine.answers.set('/images/json', { json: [{ Id: 'sha256:far', RepoTags: ['far:1'], Size: 5, Created: 1 }] })
    engine.answers.set('/containers/json', { json: [] })
    const far = createImageSource({ environment: { DOCKER_HOST: 'ssh://me@build' }, layerDirectory: null })
    expect(await far.list(signal)).toMatchObject([{ tags: ['far:1'] }])
  })

  test('what ssh complains about is the detail of the failure', async () => {
    await installSsh(`console.error('ssh: Could not resolve hostname build'); process.exit(255)`)
    const far = createImageSource({ environment: { DOCKER_HOST: 'ssh://build' }, layerDirectory: null })
    await expect(far.list(signal)).rejects.toMatchObject({
      failure: { kind: 'engine-away', detail: 'ssh: Could not resolve hostname build' },
    })
  })
})
