import { chmod, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Image } from '../../../src/image/model/image.ts'
import { createImageSource } from '../../../src/sources/images/image-source.ts'
import { type FakeEngine, fakeEngine } from '../../support/fake-engine.ts'
import { dockerArchive, imageParts, sketchLayer } from '../../support/image-archive.ts'

const lines = [
  { command: 'ADD root / # buildkit', layer: 'a "first"\nb 2' },
  { command: 'COPY . . # buildkit', layer: 'a "second"\nc => a' },
]
const signal = new AbortController().signal
let engine: FakeEngine
beforeEach(async () => {
  engine = await fakeEngine()
  await engine.start()
})
afterEach(() => engine.dispose())

const source = () => createImageSource({ environment: { DOCKER_HOST: engine.host }, layerDirectory: null })

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
  expect(await source().inspect('shop:dev', signal)).toMatchObject({
    ref: 'shop:dev',
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
  await expect(source().inspect('nope:1', signal)).rejects.toMatchObject({ failure })
  await expect(source().inspect('../containers', signal)).rejects.toMatchObject({ failure: { kind: 'no-image' } })
  await expect(source().inspect('a?all=1', signal)).rejects.toMatchObject({ failure: { kind: 'no-image' } })
  expect(engine.asked).toEqual(['/images/nope:1/json'])
})

test('layers and files come from one docker save', async () => {
  await serveImage()
  const image = await source().inspect('shop:dev', signal)
  const phases = new Set<string>()
  expect(await source().readLayers(image, ({ phase }) => phases.add(phase), signal)).toEqual(
    lines.map(({ layer }) => sketchLayer(layer)),
  )
  expect([...phases]).toEqual(['engine is exporting the image', 'reading layers'])
  expect(Buffer.from(await source().readFile(image, 0, 'a', 3, signal)).toString()).toBe('fir')
  expect(Buffer.from(await source().readFile(image, 1, 'c', 99, signal)).toString()).toBe('second')
})

test('layers read before are not read again, also by the next run', async () => {
  await serveImage()
  const layerDirectory = await mkdtemp(join(tmpdir(), 'layertui-layers-'))
  try {
    const read = () => {
      const remembering = createImageSource({ environment: { DOCKER_HOST: engine.host }, layerDirectory })
      return remembering
        .inspect('shop:dev', signal)
        .then((image) => remembering.readLayers(image, () => undefined, signal))
    }
    const first = await read()
    await expect.poll(() => readdir(layerDirectory)).toHaveLength(2)
    await expect.poll(read).toEqual(first)
    expect(engine.asked.filter((path) => path.includes('/get'))).toHaveLength(1)
  } finally {
    await rm(layerDirectory, { recursive: true })
  }
})

describe('trouble while the image comes', () => {
  const reading = async (): Promise<Image> => {
    await serveImage()
    return source().inspect('shop:dev', signal)
  }

  test('the engine breaks off', async () => {
    const image = await reading()
    const saved = await dockerArchive(lines)
    engine.answers.set('/images/sha256:abc/get', (_, response) => response.writeHead(200).end(saved.subarray(0, 2000)))
    await expect(source().readLayers(image, () => undefined, signal)).rejects.toMatchObject({
      failure: { kind: 'engine-error', summary: 'the engine stopped in the middle of sending the image' },
    })
  })

  test('the engine goes away', async () => {
    const image = await reading()
    engine.answers.set('/images/sha256:abc/get', (_, response) => {
      response.writeHead(200).write(Buffer.alloc(100))
      response.destroy()
    })
    await expect(source().readLayers(image, () => undefined, signal)).rejects.toMatchObject({
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
      await expect(source().readLayers(image, () => undefined, leave.signal)).rejects.toThrow('left')
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
  engine.answers.set('/containers/json', { json: [{ ImageID: 'sha256:old' }, { ImageID: 'sha256:old' }] })
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
  const image = await source().inspect('shop:dev', signal)
  expect(await source().changes(image, signal)).toEqual([
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
