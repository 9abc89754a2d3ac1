import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createServer as createHttp2Server } from 'node:http2'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Duplex } from 'node:stream'

export type Answer =
  | { readonly status?: number; readonly json: unknown }
  | ((request: IncomingMessage, response: ServerResponse) => void)

/** As much of Docker's API as a test says, on a socket of its own, which can go away and come back. */
export type FakeEngine = {
  readonly host: string
  readonly socket: string
  /** Answers by path without query; others are 404. */
  readonly answers: Map<string, Answer>
  /** Paths asked for, with their query. */
  readonly asked: string[]
  start(): Promise<void>
  stop(): Promise<void>
  /** Writes an event to everybody who listens. */
  tell(event: object): void
  /** Stops it and removes its socket's folder. */
  dispose(): Promise<void>
}

const version = { Version: '28.5.2', ApiVersion: '1.51', Os: 'linux', Arch: 'arm64' }

/** `buildkit`: the message that `/grpc` answers to `Control/Info`; absent: an engine without it. */
export async function fakeEngine({ buildkit }: { readonly buildkit?: Buffer } = {}): Promise<FakeEngine> {
  const directory = await mkdtemp(join(tmpdir(), 'layertui-engine-'))
  const socket = join(directory, 'docker.sock')
  const listeners = new Set<ServerResponse>()
  const connections = new Set<Duplex>()
  let server: Server | null = null
  const answers = new Map<string, Answer>([
    ['/version', { json: version }],
    ['/info', { json: { DriverStatus: [['Backing Filesystem', 'extfs']] } }],
    [
      '/events',
      (_, response) => {
        response.writeHead(200).flushHeaders()
        listeners.add(response)
      },
    ],
  ])
  const asked: string[] = []
  const stop = async () => {
    const stopping = server
    if (stopping === null) return
    server = null
    listeners.clear()
    for (const connection of connections) connection.destroy()
    await new Promise((resolve) => stopping.close(resolve))
  }
  return {
    host: `unix://${socket}`,
    socket,
    answers,
    asked,
    async start() {
      server = createServer((request, response) => {
        asked.push(request.url!)
        answer(answers.get(request.url!.split('?')[0]!), request, response)
      })
      server.on('connection', (connection) => {
        connections.add(connection)
        connection.on('close', () => connections.delete(connection))
      })
      if (buildkit !== undefined) server.on('upgrade', (_, upgraded: Duplex) => answerInfo(upgraded, buildkit))
      await new Promise<void>((resolve) => server!.listen(socket, resolve))
    },
    stop,
    tell(event) {
      for (const listener of listeners) listener.write(`${JSON.stringify(event)}\n`)
    },
    async dispose() {
      await stop()
      await rm(directory, { recursive: true })
    },
  }
}

function answer(given: Answer | undefined, request: IncomingMessage, response: ServerResponse): void {
  if (typeof given === 'function') return given(request, response)
  const { status = 200, json } = given ?? { status: 404, json: { message: `no ${request.url}` } }
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(json))
}

/** Takes BuildKit's `Control/Info` on an upgraded connection and answers with this message. */
function answerInfo(socket: Duplex, message: Buffer): void {
  const grpc = createHttp2Server()
  grpc.on('stream', (stream) => {
    const head = Buffer.alloc(5)
    head.writeUInt32BE(message.length, 1)
    stream.respond({ ':status': 200, 'content-type': 'application/grpc' })
    stream.end(Buffer.concat([head, message]))
  })
  socket.write('HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n')
  grpc.emit('connection', socket)
}
