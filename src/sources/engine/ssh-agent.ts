import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { Agent } from 'node:http'
import { Duplex } from 'node:stream'

/** Why ssh gave up, in its own words. */
export class SshError extends Error {
  readonly code = 'SSH_FAILED'
}

/**
 * HTTP over `ssh HOST docker system dial-stdio`, as the docker command does it. Connections are kept and used again:
 * a new one costs about half a second.
 */
export class SshAgent extends Agent {
  readonly #arguments: readonly string[]

  constructor(sshArguments: readonly string[]) {
    super({ keepAlive: true, maxFreeSockets: 2 })
    this.#arguments = sshArguments
  }

  override createConnection(): Duplex {
    return new SshConnection(spawn('ssh', this.#arguments, { stdio: 'pipe' }))
  }
}

/** The input and output of an ssh process, with the methods of a socket that an HTTP agent calls. */
class SshConnection extends Duplex {
  readonly #process: ChildProcessWithoutNullStreams

  constructor(child: ChildProcessWithoutNullStreams) {
    super()
    this.#process = child
    let complaint = ''
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      complaint = (complaint + text).slice(-2000)
    })
    child.stdout.on('data', (chunk) => {
      if (!this.push(chunk)) child.stdout.pause()
    })
    child.stdin.on('error', () => undefined)
    child.on('error', (error) => this.destroy(error))
    child.on('close', (code) => {
      if (code === 0 || this.destroyed) this.push(null)
      else this.destroy(new SshError(complaint.trim() || `ssh ended with code ${code}`))
    })
  }

  override _read(): void {
    this.#process.stdout.resume()
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    // An ssh that has ended takes no more bytes. Its last message is the error, and arrives with its end.
    this.#process.stdin.write(chunk, (error) => {
      if (!error) done()
    })
  }

  override _final(done: () => void): void {
    this.#process.stdin.end(done)
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#process.kill()
    done(error)
  }

  setTimeout(): this {
    return this
  }

  setNoDelay(): this {
    return this
  }

  setKeepAlive(): this {
    return this
  }

  ref(): this {
    this.#process.ref()
    return this
  }

  unref(): this {
    this.#process.unref()
    return this
  }
}
