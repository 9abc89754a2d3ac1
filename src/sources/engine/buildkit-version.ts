import { connect } from 'node:http2'
import type { Duplex } from 'node:stream'
import type { EngineClient } from './engine-client.ts'

/** A gRPC message without content: not compressed, no bytes. */
const emptyMessage = Buffer.alloc(5)
const messageHeader = 5
/** Bytes of an answer: versions and labels take some hundred. */
const largestMessage = 64 * 1024

/**
 * The version of the engine's BuildKit, `0.25.1`, from `Control/Info` over the engine's `/grpc`, as buildx asks for it.
 * Null if the engine does not have this call (before 23, Podman) or was built without a version.
 */
export async function askBuildkitVersion(client: EngineClient, signal: AbortSignal): Promise<string | null> {
  try {
    const socket = await client.upgrade('/grpc', 'h2c', signal)
    return readVersion(await call(socket, '/moby.buildkit.v1.Control/Info', signal))
  } catch {
    signal.throwIfAborted()
    return null
  }
}

/** One gRPC call with an empty request; answers the bytes of the response message. */
function call(socket: Duplex, path: string, signal: AbortSignal): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const session = connect('http://buildkit', { createConnection: () => socket })
    session.on('error', reject)
    const request = session.request(
      { ':method': 'POST', ':path': path, 'content-type': 'application/grpc', te: 'trailers' },
      { signal },
    )
    const chunks: Buffer[] = []
    let length = 0
    request.on('data', (chunk: Buffer) => {
      length += chunk.length
      if (length > largestMessage) request.destroy(new Error('the answer is too long'))
      else chunks.push(chunk)
    })
    request.on('error', reject)
    request.on('close', () => {
      session.destroy()
      socket.destroy()
      resolve(Buffer.concat(chunks).subarray(messageHeader))
    })
    request.end(emptyMessage)
  })
}

/** `InfoResponse { BuildkitVersion buildkitVersion = 1 { string package = 1; string version = 2; … } }` as protobuf. */
function readVersion(response: Buffer): string | null {
  const info = readField(response, 1)
  const version = info === null ? '' : (readField(info, 2)?.toString('utf8') ?? '')
  const numbers = version.match(/^v?(\d+\.\d+\.\d+)/)?.[1]
  return numbers === undefined || numbers === '0.0.0' ? null : numbers
}

/** A length-delimited field of a message that has only such fields, each shorter than 128 bytes. */
function readField(message: Buffer, field: number): Buffer | null {
  for (let at = 0; at + 2 <= message.length; at += 2 + message[at + 1]!) {
    if (message[at] === ((field << 3) | 2)) return message.subarray(at + 2, at + 2 + message[at + 1]!)
  }
  return null
}
