import { expect, test } from 'vitest'
import type { Endpoint } from '../../../src/sources/engine/endpoint.ts'
import { engineFailure } from '../../../src/sources/engine/engine-failure.ts'

const socket: Endpoint = { shown: 'unix:///x.sock', from: 'default', transport: { kind: 'socket', path: '/x.sock' } }
const ssh: Endpoint = { shown: 'ssh://b', from: 'DOCKER_HOST', transport: { kind: 'ssh', arguments: [] } }
const withCode = (code: string) => Object.assign(new Error(`it said ${code}`), { code })

test.each([
  [withCode('ENOENT'), 'engine-away', 'no Docker engine at unix:///x.sock (default)'],
  [withCode('ECONNREFUSED'), 'engine-away', 'no Docker engine answers at unix:///x.sock (default)'],
  [withCode('EACCES'), 'engine-denied', 'permission denied for the Docker engine at unix:///x.sock (default)'],
  [withCode('ECONNRESET'), 'engine-away', 'the Docker engine closed the connection: unix:///x.sock (default)'],
  [
    withCode('UNABLE_TO_VERIFY_LEAF_SIGNATURE'),
    'engine-tls',
    "the Docker engine's certificate cannot be verified: unix:///x.sock (default)",
  ],
  [
    withCode('ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED'),
    'engine-tls',
    'the Docker engine requires a client certificate: unix:///x.sock (default)',
  ],
  [
    new DOMException('late', 'TimeoutError'),
    'engine-away',
    'the Docker engine does not answer at unix:///x.sock (default)',
  ],
  [
    Object.assign(new Error('x'), {
      statusCode: 400,
      json: { message: 'Client sent an HTTP request to an HTTPS server.' },
    }),
    'engine-tls',
    'the Docker engine requires TLS: unix:///x.sock (default)',
  ],
  [Object.assign(new Error('x'), { statusCode: 404 }), 'no-image', 'unix:///x.sock (default) answered 404 (not found)'],
  [
    Object.assign(new Error('x'), { statusCode: 404, json: { message: 'No such image: shop:dev' } }),
    'no-image',
    'the Docker engine does not have it: unix:///x.sock (default)',
  ],
  [
    Object.assign(new Error('x'), { statusCode: 500 }),
    'engine-error',
    'the Docker engine answered with an error (HTTP 500): unix:///x.sock (default)',
  ],
  [new Error('odd\nmore'), 'engine-error', 'asking the Docker engine failed (odd): unix:///x.sock (default)'],
  ['no error at all', 'engine-error', 'asking the Docker engine failed (): unix:///x.sock (default)'],
])('%s', (error, kind, summary) => {
  expect(engineFailure(error, socket).failure).toMatchObject({ kind, summary, nextStep: expect.stringMatching(/./) })
})

test('what the engine itself says is kept as the detail', () => {
  const error = Object.assign(new Error('HTTP 500 …'), { statusCode: 500, json: { message: 'disk full' } })
  expect(engineFailure(error, socket).failure.detail).toBe('disk full')
})

test('over ssh a missing command is not a missing engine', () => {
  expect(engineFailure(withCode('ENOENT'), ssh).failure.kind).toBe('no-ssh')
  expect(engineFailure(withCode('SSH_FAILED'), ssh).failure).toMatchObject({
    summary: 'ssh could not reach the Docker engine: ssh://b (DOCKER_HOST)',
  })
})
