import { type ClientRequest, request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import type { Duplex, Readable } from 'node:stream'
import type Docker from 'dockerode'
import type { GenericSchema, InferOutput } from 'valibot'
import type { Endpoint, TlsFiles } from './endpoint.ts'
import { checkAnswer, readJsonAnswer, readStatusError } from './engine-answer.ts'
import { engineFailure } from './engine-failure.ts'
import { SshAgent } from './ssh-agent.ts'

export type Query = Readonly<Record<string, string>>

/** Asks one engine; each call can be left by its signal, even while the engine has not answered yet. */
export interface EngineClient {
  readonly endpoint: Endpoint
  /** The JSON answer to a GET, checked against its shape. Throws FailureError. */
  ask<Shape extends GenericSchema>(
    path: string,
    query: Query,
    shape: Shape,
    signal: AbortSignal,
  ): Promise<InferOutput<Shape>>
  /** The body of the answer to a GET as it comes. Throws FailureError. */
  stream(path: string, query: Query, signal: AbortSignal): Promise<IncomingMessage>
  /** The connection itself, for another protocol. Throws FailureError. */
  upgrade(path: string, protocol: string, signal: AbortSignal): Promise<Duplex>
  /** Closes connections that wait to be used again. */
  close(): void
}

/** Nothing goes over the wire yet; dockerode is loaded here, since it takes as long to load as all the rest. */
export async function openClient(endpoint: Endpoint): Promise<EngineClient> {
  const { default: Engine } = await import('dockerode')
  const agent = agentFor(endpoint)
  const engine = withoutDockerHost(() => new Engine(dockerodeOptions(endpoint, agent)))
  const tls = endpoint.transport.kind === 'tcp' && endpoint.transport.tls !== null
  // Dockerode's own follows redirects, by requests without an error listener, and reads answers of any length.
  Object.assign(engine.modem, {
    buildRequest: (options: RequestOptions, { hijack }: Dial, _: unknown, callback: Callback) =>
      sendRequest(options, tls, hijack === true, callback),
  })
  const dial = <T extends Readable>(request: Dial, signal: AbortSignal): Promise<T> =>
    new Promise((resolve, reject) => {
      signal.throwIfAborted()
      // Node gives the signal to the socket too, which may serve others later: this one ends with the answer.
      const pending = new AbortController()
      const leave = () => pending.abort(signal.reason)
      signal.addEventListener('abort', leave, { once: true })
      const options = { ...request, abortSignal: pending.signal, statusCodes: {} }
      engine.modem.dial(options as unknown as Parameters<Docker['modem']['dial']>[0], (error, answer) => {
        signal.removeEventListener('abort', leave)
        if (signal.aborted) reject(signal.reason)
        else if (error) reject(engineFailure(error, endpoint))
        else resolve(answer as T)
      })
    })
  const dialStream = async <S extends Readable>(request: Dial, signal: AbortSignal): Promise<S> => {
    const stream = await dial<S>(request, signal)
    const leave = () => stream.destroy(signal.reason)
    signal.addEventListener('abort', leave, { once: true })
    // A reader of the stream gets the error by reading; without a listener the error would end the program.
    stream.on('error', () => undefined).once('close', () => signal.removeEventListener('abort', leave))
    return stream
  }
  // The modem appends the query to a path that ends with a question mark.
  const get = (path: string, query: Query) => ({ path: `${path}?`, method: 'GET', options: { ...query } })
  return {
    endpoint,
    ask: async (path, query, shape, signal) => {
      const answer = await dialStream<IncomingMessage>(get(path, query), signal)
      try {
        return checkAnswer(shape, await readJsonAnswer(answer, path), path)
      } catch (error) {
        throw signal.aborted ? signal.reason : engineFailure(error, endpoint)
      }
    },
    stream: (path, query, signal) => dialStream(get(path, query), signal),
    upgrade: (path, protocol, signal) =>
      dialStream({ path, method: 'POST', hijack: true, headers: { Upgrade: protocol } }, signal),
    close: () => agent?.destroy(),
  }
}

type Dial = {
  readonly path: string
  readonly method: string
  readonly options?: Query
  readonly hijack?: boolean
  readonly headers?: Readonly<Record<string, string>>
}

type Callback = (error: unknown, answer: Readable | null) => void

/**
 * Sends one request without a body. Answers the response of a 200, or the connection of an upgrade that was asked for.
 */
function sendRequest(options: RequestOptions, tls: boolean, upgrade: boolean, callback: Callback): void {
  const request = startRequest(options, tls)
  if (request instanceof Error) return callback(request, null)
  request.on('error', (error) => callback(error, null))
  request.on('response', (response) => {
    if (response.statusCode === 200 && !upgrade) return callback(null, response)
    response.on('error', () => undefined)
    readStatusError(response).then(
      (error) => callback(error, null),
      (error) => callback(error, null),
    )
  })
  request.on('upgrade', (_, socket: Duplex, head) => {
    socket.on('error', () => undefined)
    if (!upgrade) {
      socket.destroy()
      return callback(new Error('it switched to another protocol'), null)
    }
    if (head.length > 0) socket.unshift(head)
    callback(null, socket)
  })
  request.end()
}

/** Node throws for options that make no request, such as a host name with a blank. */
function startRequest(options: RequestOptions, tls: boolean): ClientRequest | Error {
  try {
    return tls ? httpsRequest(options) : httpRequest(options)
  } catch (error) {
    return error as Error
  }
}

/**
 * Dockerode reads DOCKER_HOST by its own rules even if all options are given, and fails if the related variables name
 * missing files. The docker command continues in this case.
 */
function withoutDockerHost<T>(make: () => T): T {
  const host = process.env.DOCKER_HOST
  delete process.env.DOCKER_HOST
  try {
    return make()
  } finally {
    if (host !== undefined) process.env.DOCKER_HOST = host
  }
}

/** Every setting that dockerode would otherwise take from elsewhere is given. */
function dockerodeOptions({ transport }: Endpoint, agent: SshAgent | HttpsAgent | null): Docker.DockerOptions {
  const none = { host: undefined, port: undefined, ca: undefined, cert: undefined, key: undefined, timeout: undefined }
  switch (transport.kind) {
    case 'socket':
      return { ...none, protocol: 'http', socketPath: transport.path } as Docker.DockerOptions
    case 'tcp': {
      const { host, port, tls } = transport
      const address = { host: host.includes(':') ? `[${host}]` : host, port, protocol: tls === null ? 'http' : 'https' }
      return { ...none, ...address, pathPrefix: '/', ...(agent === null ? {} : { agent }) } as Docker.DockerOptions
    }
    case 'ssh':
      return { ...none, host: 'docker', port: 80, protocol: 'http', pathPrefix: '/', agent } as Docker.DockerOptions
  }
}

function agentFor({ transport }: Endpoint): SshAgent | HttpsAgent | null {
  switch (transport.kind) {
    case 'socket':
      return null
    case 'tcp':
      return transport.tls === null ? null : new HttpsAgent(tlsOptions(transport.tls))
    case 'ssh':
      return new SshAgent(transport.arguments)
  }
}

const tlsOptions = ({ ca, cert, key, verify }: TlsFiles) => ({
  keepAlive: true,
  rejectUnauthorized: verify,
  ...(ca === null ? {} : { ca }),
  ...(cert === null ? {} : { cert }),
  ...(key === null ? {} : { key }),
})
