import { expect, test } from 'vitest'
import { defaultOptions } from '../../src/cache/model/build-options.ts'
import type { BuildRequest } from '../../src/session/build-request.ts'
import type { EngineInfo } from '../../src/session/engine-event.ts'
import { rulesInForce } from '../../src/session/rules-in-force.ts'

const request: BuildRequest = {
  context: '/shop',
  dockerfile: null,
  options: defaultOptions,
  baseline: { kind: 'now', ref: null },
  builder: null,
  frontend: null,
  daemon: null,
}
const engine = (version: string, buildkit: string | null): EngineInfo => ({
  version,
  apiVersion: '1.51',
  platform: 'linux/amd64',
  builder: 'containerd',
  endpoint: 'unix:///var/run/docker.sock',
  buildkit,
})

test('without an engine they are those of Docker 28.5 with overlay2', () => {
  expect(rulesInForce(request, null, 'linux/arm64')).toMatchObject({
    builder: 'overlay2',
    daemon: 25,
    platform: 'linux/arm64',
  })
})

test.each([
  ['28.5.2', '0.25.2', 25],
  ['29.1.0', 'v0.32.2', 32],
  ['28.5.2', null, 25],
  ['29.0.0', null, 26],
  ['27.3.1', '0.16.0', 16],
  ['23.0.6', null, 10],
  ['20.10.24', null, 8],
  ['19.03.15', null, 6],
])('an engine %s with BuildKit %s follows 0.%i', (version, buildkit, daemon) => {
  expect(rulesInForce(request, engine(version, buildkit), 'linux/arm64')).toMatchObject({
    builder: 'containerd',
    daemon,
  })
})

test('what was asked for comes first', () => {
  const asked: BuildRequest = { ...request, builder: 'legacy', daemon: 31, frontend: 'builtin' }
  expect(rulesInForce(asked, engine('28.5.2', '0.25.2'), 'linux/arm64')).toMatchObject({
    builder: 'legacy',
    daemon: 31,
    platform: 'linux/amd64',
    frontend: 'builtin',
  })
})
