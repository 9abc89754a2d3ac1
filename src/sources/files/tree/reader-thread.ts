import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from 'node:worker_threads'
import type { ReadResult, ReadTask } from './read-task.ts'

/** A task with who waits for its result. */
export type ReadJob = { readonly task: ReadTask; readonly done: (result: ReadResult) => void }

/** Messages of the thread: first that it is ready, then one result for each task in order. */
export type FromReader = 'ready' | ReadResult

/** It allocates little that lasts. */
const maxYoungGenerationSizeMb = 16

/** Another thread that does tasks, in the order in which they are given. */
export class ReaderThread {
  readonly #worker: Worker
  readonly #port: MessagePort
  readonly #given: ReadJob[] = []
  /** Is resolved when it is ready, or broken. */
  readonly started: Promise<void>
  #isStarted: () => void = () => undefined
  #state: 'starting' | 'ready' | 'broken' = 'starting'

  /**
   * `script` is the bundled `reader-worker`. `onNews` is called when a result arrives, and when no more results will
   * arrive.
   */
  constructor(script: URL, onNews: () => void) {
    const { port1, port2 } = new MessageChannel()
    this.#port = port1
    this.#worker = new Worker(script, {
      workerData: port2,
      transferList: [port2],
      resourceLimits: { maxYoungGenerationSizeMb },
    })
    this.started = new Promise((resolve) => {
      this.#isStarted = resolve
    })
    this.#port.on('message', (message: FromReader) => {
      this.#receive(message)
      onNews()
    })
    const broken = () => {
      this.#state = 'broken'
      this.#isStarted()
      onNews()
    }
    this.#worker.on('error', broken)
    this.#worker.on('exit', broken)
    this.#letGo()
  }

  /** Tasks that are given and not done. */
  get load(): number {
    return this.#given.length
  }

  /** `broken`: it could not start, or ended unasked. */
  get state(): 'starting' | 'ready' | 'broken' {
    return this.#state
  }

  give(job: ReadJob): void {
    if (this.#given.length === 0) this.#hold()
    this.#given.push(job)
    this.#port.postMessage(job.task)
  }

  /** Takes the results that have come, without waiting for the event loop. */
  poll(): void {
    for (let message = receiveMessageOnPort(this.#port); message !== undefined; ) {
      this.#receive(message.message as FromReader)
      message = receiveMessageOnPort(this.#port)
    }
  }

  /** Takes back the tasks that are not done. */
  takeBack(): readonly ReadJob[] {
    return this.#given.splice(0)
  }

  end(): void {
    this.#given.length = 0
    this.#isStarted()
    this.#worker.removeAllListeners('exit')
    this.#port.close()
    void this.#worker.terminate()
  }

  #receive(message: FromReader): void {
    if (message === 'ready') {
      this.#state = 'ready'
      this.#isStarted()
    } else this.#given.shift()?.done(message)
    if (this.#given.length === 0) this.#letGo()
  }

  /** A working thread keeps the process alive; a waiting one does not. */
  #hold(): void {
    this.#worker.ref()
  }

  #letGo(): void {
    this.#worker.unref()
    this.#port.unref()
  }
}
