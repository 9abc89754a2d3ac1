import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { FailureError } from '../../../src/diagnostics/failure.ts'
import { openClient } from '../../../src/sources/engine/engine-client.ts'
import { readEngineInfo } from '../../../src/sources/engine/engine-info.ts'
import { readContainerChanges } from '../../../src/sources/images/engine/container-changes.ts'
import { inspectImage, resolveImages } from '../../../src/sources/images/engine/inspect-image.ts'
import { listImages } from '../../../src/sources/images/engine/list-images.ts'
import { type FakeEngine, fakeEngine } from '../../support/fake-engine.ts'

const { signal } = new AbortController()
const layer = `sha256:${'1'.repeat(64)}`
const id = `sha256:${'a'.repeat(64)}`
const container = 'c'.repeat(64)

/** As Docker 28 answers, with a container that runs. */
const whole: Readonly<Record<string, unknown>> = {
  '/version': { Version: '28.5.2', ApiVersion: '1.51', Os: 'linux', Arch: 'amd64', Components: [{ Name: 'Engine' }] },
  '/info': { DriverStatus: [['driver-type', 'io.containerd.snapshotter.v1']], Containers: 1 },
  '/images/json': [{ Id: id, RepoTags: ['shop:1'], Size: 5, Created: 1_700_000_000, Containers: -1 }],
  '/containers/json': [{ Id: container, ImageID: id, Names: ['/web'], State: 'running', SizeRw: 7 }],
  [`/containers/${container}/changes`]: [{ Path: '/tmp/a', Kind: 1 }],
  '/images/shop:1/json': {
    Id: id,
    RepoTags: ['shop:1'],
    RepoDigests: [`shop@${id}`],
    Created: '2026-01-01T00:00:00Z',
    Size: 5,
    Os: 'linux',
    Architecture: 'amd64',
    Variant: 'v8',
    Descriptor: { digest: id },
    RootFS: { Type: 'layers', Layers: [layer] },
    Config: {
      User: 'node',
      WorkingDir: '/app',
      Env: ['PATH=/bin'],
      OnBuild: ['RUN make'],
      Labels: { a: 'b' },
      Entrypoint: ['/bin/sh'],
      Cmd: ['-c', 'true'],
      Shell: ['/bin/sh', '-c'],
      ExposedPorts: { '80/tcp': {} },
      Volumes: { '/data': {} },
    },
  },
  [`/images/${id}/history`]: [
    { CreatedBy: 'RUN /bin/sh -c make # buildkit', Created: 1_700_000_000, Size: 5, Comment: 'buildkit.dockerfile.v0' },
  ],
}

let engine: FakeEngine
beforeAll(async () => {
  engine = await fakeEngine()
  await engine.start()
})
afterAll(() => engine.dispose())

/** Everything that is asked of an engine but the bytes of an image. */
async function askAll() {
  const client = await openClient({
    transport: { kind: 'socket', path: engine.socket },
    shown: 'the engine',
    from: 'DOCKER_HOST',
  })
  try {
    const image = await inspectImage(client, { kind: 'engine', name: 'shop:1' } as never, signal)
    return {
      info: await readEngineInfo(client, undefined, signal),
      list: await listImages(client, signal),
      image,
      bases: await resolveImages(client, ['shop:1'], signal),
      containers: await readContainerChanges(client, image, signal),
    }
  } finally {
    client.close()
  }
}

function answerWith(path: string, json: unknown): void {
  engine.answers.clear()
  for (const [name, answer] of Object.entries(whole)) engine.answers.set(name, { json: answer })
  engine.answers.set(path, { json })
}

type Place = readonly (string | number)[]

/** The places of all values in a JSON value, with the value. */
function* placesIn(value: unknown, at: Place = []): Generator<readonly [Place, unknown]> {
  yield [at, value]
  if (typeof value !== 'object' || value === null) return
  for (const [key, inner] of Object.entries(value)) yield* placesIn(inner, [...at, Array.isArray(value) ? +key : key])
}

function damaged(value: unknown, [first, ...rest]: Place, into: unknown): unknown {
  if (first === undefined) return into
  if (Array.isArray(value)) return value.map((item, i) => (i === first ? damaged(item, rest, into) : item))
  const object = value as Record<string, unknown>
  return { ...object, [first]: damaged(object[first], rest, into) }
}

const kindOf = (value: unknown) => (Array.isArray(value) ? 'array' : typeof value)
const values = ['x', 7, 1e300, -9, 0.5, true, [], {}, [[]], [7], [null], { a: 7 }]
/** Values of another kind; a number in place of a number only where it can be none of these. */
const othersThan = (value: unknown) => values.filter((other) => kindOf(other) !== kindOf(value) || other === 1e300)

const outcome = () => askAll().catch((error: unknown) => error)

describe('a damaged field of an answer is said, or it is one that nobody reads', () => {
  for (const [path, answer] of Object.entries(whole)) {
    test(path.replace(id, 'ID').replace(container, 'ID'), async () => {
      answerWith(path, answer)
      const right = await askAll()
      for (const [place, value] of placesIn(answer)) {
        for (const other of othersThan(value)) {
          answerWith(path, damaged(answer, place, other))
          const told = await outcome()
          const what = `${place.join('.')} = ${JSON.stringify(other)}`
          if (!(told instanceof FailureError)) {
            expect(told, what).toEqual(right)
            continue
          }
          expect(told.failure.summary, what).toContain(path)
          expect(told.failure.summary.split('\n'), what).toHaveLength(1)
        }
        answerWith(path, damaged(answer, place, null))
        const told = await outcome()
        if (told instanceof Error) expect(told, place.join('.')).toBeInstanceOf(FailureError)
      }
    })
  }
})

test('an answer that is no JSON, or none at all, is said with the path', async () => {
  for (const body of ['', '<html>', '{"Version":', 'null']) {
    answerWith('/version', null)
    engine.answers.set('/version', (_, response) => response.writeHead(200).end(body))
    await expect(askAll()).rejects.toThrow('/version')
  }
})

test('a redirect is not followed', async () => {
  answerWith('/version', null)
  engine.answers.set('/version', (_, response) => response.writeHead(301, { location: 'http://127.0.0.1:1/' }).end())
  await expect(askAll()).rejects.toThrow('answered with a redirect (HTTP 301)')
})

test('an answer without end is left', async () => {
  answerWith('/version', null)
  engine.answers.set('/version', (_, response) => {
    const more = () => {
      while (response.write(Buffer.alloc(1024 * 1024, 0x20)));
    }
    response.on('drain', more).writeHead(200)
    more()
  })
  await expect(askAll()).rejects.toThrow('larger than 64 MiB')
})
