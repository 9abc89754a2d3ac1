import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { resolveEndpoint } from '../../../src/sources/engine/endpoint.ts'

let directory: string
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'layertui-config-'))
})
afterEach(() => rm(directory, { recursive: true }))

const resolve = (environment: Record<string, string> = {}) =>
  resolveEndpoint({ DOCKER_CONFIG: directory, ...environment })
const transport = (host: string, environment: Record<string, string> = {}) =>
  resolve({ DOCKER_HOST: host, ...environment }).transport
const configure = (config: object) => writeFile(join(directory, 'config.json'), JSON.stringify(config))

/** Writes a context as `docker context create` does. */
async function createContext(name: string, docker: object, files: Record<string, string> = {}): Promise<void> {
  const id = createHash('sha256').update(name).digest('hex')
  const meta = join(directory, 'contexts', 'meta', id)
  const tls = join(directory, 'contexts', 'tls', id, 'docker')
  await mkdir(meta, { recursive: true })
  await mkdir(tls, { recursive: true })
  await writeFile(join(meta, 'meta.json'), JSON.stringify({ Name: name, Metadata: {}, Endpoints: { docker } }))
  for (const [file, text] of Object.entries(files)) await writeFile(join(tls, file), text)
}

describe('what names the engine', () => {
  test('nothing: the system’s socket', () => {
    expect(resolve()).toEqual({
      shown: 'unix:///var/run/docker.sock',
      from: 'default',
      transport: { kind: 'socket', path: '/var/run/docker.sock' },
    })
  })

  test('DOCKER_HOST comes before DOCKER_CONTEXT, that before the config file', async () => {
    await createContext('one', { Host: 'unix:///one.sock' })
    await createContext('two', { Host: 'unix:///two.sock' })
    await configure({ currentContext: 'one' })
    expect(resolve()).toMatchObject({ shown: 'unix:///one.sock', from: 'context one' })
    expect(resolve({ DOCKER_CONTEXT: 'two' })).toMatchObject({ shown: 'unix:///two.sock', from: 'context two' })
    expect(resolve({ DOCKER_CONTEXT: 'two', DOCKER_HOST: 'unix:///three.sock' })).toMatchObject({
      shown: 'unix:///three.sock',
      from: 'DOCKER_HOST',
    })
    expect(resolve({ DOCKER_CONTEXT: 'default' })).toMatchObject({ from: 'default' })
  })

  test('a context that does not exist is said to be missing', async () => {
    await configure({ currentContext: 'gone' })
    expect(() => resolve()).toThrow('docker context "gone" does not exist')
  })

  test('a config file that is no JSON counts as none', async () => {
    await writeFile(join(directory, 'config.json'), '{')
    expect(resolve()).toMatchObject({ from: 'default' })
  })

  test('an address of no known form is refused', () => {
    expect(() => resolve({ DOCKER_HOST: 'ftp://x' })).toThrow('DOCKER_HOST is not an engine address: ftp://x')
    expect(() => resolve({ DOCKER_HOST: 'tcp://:::' })).toThrow('DOCKER_HOST is not an engine address')
  })
})

describe('how it is reached', () => {
  test('sockets and pipes', () => {
    expect(transport('unix:///run/user/1000/docker.sock')).toEqual({
      kind: 'socket',
      path: '/run/user/1000/docker.sock',
    })
    expect(transport('npipe:////./pipe/docker_engine')).toEqual({ kind: 'socket', path: '//./pipe/docker_engine' })
  })

  test('hosts, with Docker’s ports where none is given', () => {
    expect(transport('tcp://build')).toEqual({ kind: 'tcp', host: 'build', port: 2375, tls: null })
    expect(transport('build:99')).toEqual({ kind: 'tcp', host: 'build', port: 99, tls: null })
    expect(transport('tcp://[::1]:2375')).toMatchObject({ host: '::1', port: 2375 })
    expect(transport('https://build')).toMatchObject({ port: 2376, tls: { verify: true } })
  })

  test('TLS as the environment says: any DOCKER_TLS_VERIFY that is not empty', async () => {
    await writeFile(join(directory, 'ca.pem'), 'CA')
    expect(transport('tcp://build', { DOCKER_TLS_VERIFY: 'yes' })).toEqual({
      kind: 'tcp',
      host: 'build',
      port: 2376,
      tls: { ca: Buffer.from('CA'), cert: null, key: null, verify: true },
    })
    expect(transport('tcp://build', { DOCKER_TLS_VERIFY: '' })).toMatchObject({ tls: null })
    expect(transport('tcp://build', { DOCKER_TLS: '1' })).toMatchObject({ tls: { verify: false } })
    expect(transport('tcp://build', { DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: '/none' })).toMatchObject({
      tls: { ca: null },
    })
  })

  test('TLS as a context says', async () => {
    await createContext('safe', { Host: 'tcp://build:1' }, { 'ca.pem': 'CA', 'cert.pem': 'CERT', 'key.pem': 'KEY' })
    await createContext('loose', { Host: 'tcp://build:1', SkipTLSVerify: true })
    expect(resolve({ DOCKER_CONTEXT: 'safe' }).transport).toEqual({
      kind: 'tcp',
      host: 'build',
      port: 1,
      tls: { ca: Buffer.from('CA'), cert: Buffer.from('CERT'), key: Buffer.from('KEY'), verify: true },
    })
    expect(resolve({ DOCKER_CONTEXT: 'loose' }).transport).toMatchObject({ tls: { verify: false } })
  })

  test('ssh is given what the docker command gives it, and no host can pass for an option', () => {
    expect(transport('ssh://me@build:2222')).toEqual({
      kind: 'ssh',
      arguments: [
        '-o',
        'ConnectTimeout=30',
        '-T',
        '-l',
        'me',
        '-p',
        '2222',
        '--',
        'build',
        'docker',
        'system',
        'dial-stdio',
      ],
    })
    expect(transport('ssh://build/run/docker.sock')).toMatchObject({
      arguments: expect.arrayContaining(['--host', 'unix:///run/docker.sock']),
    })
    expect(transport('ssh://-oProxyCommand=x')).toMatchObject({ arguments: expect.arrayContaining(['--']) })
  })
})
