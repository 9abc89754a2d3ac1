import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { FailureError } from '../../diagnostics/failure.ts'
import { asObject, asText } from '../../image/model/json-value.ts'
import { mebibyte, readRegularFile } from '../read-regular-file.ts'
import { clientDirectory, readClientConfig, readJson } from './client-config.ts'

export type TlsFiles = {
  readonly ca: Buffer | null
  readonly cert: Buffer | null
  readonly key: Buffer | null
  /** Whether the engine's certificate is verified. */
  readonly verify: boolean
}

export type Transport =
  /** A Unix socket or a Windows pipe. */
  | { readonly kind: 'socket'; readonly path: string }
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number; readonly tls: TlsFiles | null }
  /** Arguments of the ssh command behind which the engine's own `docker system dial-stdio` speaks. */
  | { readonly kind: 'ssh'; readonly arguments: readonly string[] }

export type Endpoint = {
  /** As the person would write it: `unix:///var/run/docker.sock`, `ssh://me@builder`. */
  readonly shown: string
  /** The origin of the endpoint: `DOCKER_HOST`, `context builder`, `default`. */
  readonly from: string
  readonly transport: Transport
}

type EnvironmentVariables = Readonly<Record<string, string | undefined>>

const defaultHost = process.platform === 'win32' ? 'npipe:////./pipe/docker_engine' : 'unix:///var/run/docker.sock'

/**
 * Finds the engine's endpoint as the docker command does: DOCKER_HOST, else the context that DOCKER_CONTEXT or the
 * config file names, else the system's socket. Throws FailureError if it cannot be read.
 * Source: docker/cli, `cli/command/cli.go`.
 */
export function resolveEndpoint(environment: EnvironmentVariables): Endpoint {
  const directory = clientDirectory(environment)
  if (environment.DOCKER_HOST) {
    return toEndpoint(environment.DOCKER_HOST, 'DOCKER_HOST', tlsFromEnvironment(environment, directory))
  }
  const named = environment.DOCKER_CONTEXT || asText(readClientConfig(environment).currentContext) || 'default'
  if (named === 'default') return toEndpoint(defaultHost, 'default', tlsFromEnvironment(environment, directory))
  return fromContext(named, directory)
}

function fromContext(name: string, directory: string): Endpoint {
  const id = createHash('sha256').update(name).digest('hex')
  const meta = readJson(join(directory, 'contexts', 'meta', id, 'meta.json'))
  const docker = asObject(asObject(meta?.Endpoints).docker)
  const host = asText(docker.Host)
  if (meta === null || host === '') {
    throw new FailureError({
      kind: 'no-context',
      summary: `docker context "${name}" does not exist`,
      detail: `looked in ${join(directory, 'contexts')}`,
      nextStep: 'choose another: docker context ls, then docker context use NAME',
    })
  }
  const files = readTls(join(directory, 'contexts', 'tls', id, 'docker'), docker.SkipTLSVerify !== true)
  const hasFiles = files.ca !== null || files.cert !== null
  return toEndpoint(host, `context ${name}`, hasFiles || docker.SkipTLSVerify === true ? files : null)
}

function toEndpoint(host: string, from: string, tls: TlsFiles | null): Endpoint {
  const shown = host.includes('://') ? host : `tcp://${host}`
  const scheme = shown.slice(0, shown.indexOf('://'))
  const rest = shown.slice(scheme.length + 3)
  switch (scheme) {
    case 'unix':
      return { shown, from, transport: { kind: 'socket', path: rest || '/var/run/docker.sock' } }
    case 'npipe':
      return { shown, from, transport: { kind: 'socket', path: rest || '//./pipe/docker_engine' } }
    case 'ssh':
      return { shown, from, transport: { kind: 'ssh', arguments: sshArguments(parseUrl(shown, from)) } }
    case 'tcp':
    case 'http':
    case 'https': {
      const { hostname, port } = parseUrl(shown.replace(/^tcp:/, 'http:'), from)
      const secure = tls ?? (scheme === 'https' ? { ca: null, cert: null, key: null, verify: true } : null)
      const defaultPort = secure === null ? 2375 : 2376
      const address = { host: hostname.replace(/^\[|\]$/g, ''), port: port === '' ? defaultPort : Number(port) }
      return { shown, from, transport: { kind: 'tcp', ...address, tls: secure } }
    }
    default:
      throw badHost(shown, from)
  }
}

/**
 * The arguments for ssh, as in docker/cli (`cli/connhelper`). Keys, known hosts and aliases come from ssh's own
 * configuration.
 */
function sshArguments({ username, hostname, port, pathname }: URL): readonly string[] {
  const socket = pathname === '' || pathname === '/' ? [] : ['--host', `unix://${pathname}`]
  return [
    ...['-o', 'ConnectTimeout=30', '-T'],
    ...(username === '' ? [] : ['-l', decodeURIComponent(username)]),
    ...(port === '' ? [] : ['-p', port]),
    ...['--', hostname, 'docker', ...socket, 'system', 'dial-stdio'],
  ]
}

function tlsFromEnvironment(environment: EnvironmentVariables, directory: string): TlsFiles | null {
  const verify = Boolean(environment.DOCKER_TLS_VERIFY)
  if (!verify && !environment.DOCKER_TLS) return null
  return readTls(environment.DOCKER_CERT_PATH || directory, verify)
}

function readTls(directory: string, verify: boolean): TlsFiles {
  const read = (name: string): Buffer | null => readIfThere(join(directory, name))
  return { ca: read('ca.pem'), cert: read('cert.pem'), key: read('key.pem'), verify }
}

function readIfThere(path: string): Buffer | null {
  try {
    return readRegularFile(path, { most: mebibyte })
  } catch {
    return null
  }
}

function parseUrl(url: string, from: string): URL {
  try {
    return new URL(url)
  } catch {
    throw badHost(url, from)
  }
}

const badHost = (host: string, from: string) =>
  new FailureError({
    kind: 'bad-host',
    summary: `${from} is not an engine address: ${host}`,
    detail: '',
    nextStep: 'write it as unix:///path, tcp://host:port or ssh://user@host',
  })
