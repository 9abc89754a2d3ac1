import { afterEach, beforeEach, expect, test } from 'vitest'
import type { EngineEvent } from '../../../src/runtime/ports.ts'
import { createImageSource } from '../../../src/sources/images/image-source.ts'
import { type FakeEngine, fakeEngine } from '../../support/fake-engine.ts'

let engine: FakeEngine
let stop: AbortController
let seen: EngineEvent[]
let arrived: () => void

beforeEach(async () => {
  engine = await fakeEngine()
  stop = new AbortController()
  seen = []
  arrived = () => undefined
})
afterEach(async () => {
  stop.abort()
  await engine.dispose()
})

function follow(host = engine.host, environment: Readonly<Record<string, string>> = {}): void {
  createImageSource({ environment: { DOCKER_HOST: host, ...environment } }).follow((event) => {
    seen.push(event)
    arrived()
  }, stop.signal)
}

/** Waits until so many events have come. */
const events = (count: number): Promise<readonly EngineEvent[]> =>
  new Promise((resolve) => {
    arrived = () => {
      if (seen.length >= count) resolve(seen.slice(0, count))
    }
    arrived()
  })

const types = async (count: number) => (await events(count)).map(({ type }) => type)

test('an engine that runs is told with what it is', async () => {
  await engine.start()
  follow()
  expect(await events(1)).toEqual([
    {
      type: 'engine.connected',
      engine: {
        version: '28.5.2',
        apiVersion: '1.51',
        builder: 'overlay2',
        endpoint: engine.host,
        buildkit: null,
        platform: 'linux/arm64',
      },
    },
  ])
})

test('the containerd store is told from what the engine says of its driver', async () => {
  engine.answers.set('/info', { json: { DriverStatus: [['driver-type', 'io.containerd.snapshotter.v1']] } })
  await engine.start()
  follow()
  expect(await events(1)).toMatchObject([{ engine: { builder: 'containerd' } }])
})

test.each([
  ['20.10.24', null, {}, 'legacy'],
  ['20.10.24', '2', {}, 'overlay2'],
  ['20.10.24', null, { DOCKER_BUILDKIT: '1' }, 'overlay2'],
  ['28.5.2', null, {}, 'overlay2'],
  ['28.5.2', '2', { DOCKER_BUILDKIT: '0' }, 'legacy'],
])(
  'an engine %s that says Builder-Version %s, with %j, builds with %s',
  async (Version, says, environment, builder) => {
    engine.answers.set('/version', { json: { Version, ApiVersion: '1.41' } })
    engine.answers.set('/_ping', (_, response) => {
      response.writeHead(200, says === null ? {} : { 'builder-version': says }).end('OK')
    })
    await engine.start()
    follow(engine.host, environment)
    expect(await events(1)).toMatchObject([{ engine: { builder } }])
  },
)

test('it goes and comes back', async () => {
  await engine.start()
  follow()
  await events(1)
  await engine.stop()
  await events(2)
  await engine.start()
  expect(await types(3)).toEqual(['engine.connected', 'engine.away', 'engine.connected'])
})

test('while it is away that is said once, however often it is asked for', async () => {
  follow()
  await events(1)
  engine.answers.set('/version', { status: 500, json: { message: 'starting' } })
  await engine.start()
  await events(2)
  engine.answers.set('/version', { json: { Version: '28.5.2', ApiVersion: '1.51', Os: 'linux', Arch: 'arm64' } })
  const told = await events(3)
  expect(told.map((event) => (event.type === 'engine.away' ? event.failure.kind : event.type))).toEqual([
    'engine-away',
    'engine-error',
    'engine.connected',
  ])
})

test('changes of images are told by reference, or by ID where they have none; other news is not', async () => {
  await engine.start()
  follow()
  await events(1)
  engine.tell({ Type: 'image', Action: 'push', Actor: { ID: 'sha256:1', Attributes: { name: 'shop:dev' } } })
  engine.tell({ Type: 'image', Action: 'tag', Actor: { ID: 'sha256:1', Attributes: { name: 'shop:dev' } } })
  engine.tell({ Type: 'image', Action: 'delete', Actor: { ID: 'sha256:1', Attributes: {} } })
  expect((await events(3)).slice(1)).toEqual([
    { type: 'engine.images-changed', ref: 'shop:dev' },
    { type: 'engine.images-changed', ref: 'sha256:1' },
  ])
})

test('a context that does not exist is a reason to be away', async () => {
  createImageSource({ environment: { DOCKER_CONTEXT: 'gone', DOCKER_CONFIG: '/none' } }).follow((event) => {
    seen.push(event)
    arrived()
  }, stop.signal)
  expect(await events(1)).toMatchObject([{ type: 'engine.away', failure: { kind: 'no-context' } }])
})

test('the version of its BuildKit is told where it has one', async () => {
  // InfoResponse { BuildkitVersion { package: "p", version: "v0.25.2" } }
  const message = Buffer.concat([
    Buffer.from([0x0a, 12, 0x0a, 1]),
    Buffer.from('p'),
    Buffer.from([0x12, 7]),
    Buffer.from('v0.25.2'),
  ])
  const modern = await fakeEngine({ buildkit: message })
  await modern.start()
  try {
    follow(modern.host)
    expect(await events(1)).toMatchObject([{ engine: { buildkit: '0.25.2' } }])
  } finally {
    stop.abort()
    await modern.dispose()
  }
})
