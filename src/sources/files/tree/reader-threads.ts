import { availableParallelism } from 'node:os'
import { readSteps } from './read-steps.ts'
import type { ReadResult, ReadTask } from './read-task.ts'
import { ReaderThread, type ReadJob } from './reader-thread.ts'

/** Adds a task; `done` is given its result, and may add more. Tasks are done in no particular order. */
export type AddTask = <Task extends ReadTask>(task: Task, done: (result: ReadResult<Task>) => void) => void

export type Reading = {
  readonly begin: (add: AddTask) => void
  /**
   * Called every few milliseconds: lets what waits have its turn. False: no further task is begun. Rejects to give up.
   */
  readonly pause: () => Promise<boolean>
  readonly signal: AbortSignal
}

/** More threads would wait for each other inside the kernel. */
const mostHelpers = 3
/** Enough to be busy until the calling thread looks again. */
const tasksAhead = 4
/** A thread takes some 30 ms to start, on another processor, and the memory of 20,000 files while it is there. */
const worthStartingMs = 50
const idleMs = 500

/**
 * Runs tasks in the calling thread, with the help of other threads if there is enough work to pay for starting them.
 * Idle threads end. If no thread can start, or one breaks, the calling thread does all the work.
 */
export class ReaderThreads {
  readonly #script: URL
  readonly #helpers: number
  readonly #worthStartingMs: number
  #threads: readonly ReaderThread[] = []
  #idle: NodeJS.Timeout | null = null
  #broken = false
  #news: () => void = () => undefined

  /**
   * `script` is the bundled `reader-worker`, which is beside the program's other chunks. `helpers` is the highest
   * number of threads; `worthStartingMs` is the estimated amount of waiting work at which they are started.
   */
  constructor(options: { readonly script?: URL; readonly helpers?: number; readonly worthStartingMs?: number } = {}) {
    this.#script = options.script ?? new URL('./reader-worker.js', import.meta.url)
    this.#helpers = options.helpers ?? Math.min(mostHelpers, availableParallelism() - 1)
    this.#worthStartingMs = options.worthStartingMs ?? worthStartingMs
  }

  /** Does all tasks, one reading at a time. Rejects with what `pause` or a `done` throws, or the signal's reason. */
  async read({ begin, pause, signal }: Reading): Promise<void> {
    if (this.#idle !== null) clearTimeout(this.#idle)
    const queue: ReadJob[] = []
    let queuedMs = 0
    let stopped = false
    let failed: { readonly error: unknown } | null = null
    const share = () => {
      if (queuedMs > this.#worthStartingMs) this.#launch()
      for (const thread of this.#threads) {
        thread.poll()
        if (thread.state === 'broken') for (const job of this.#drop(thread)) put(job)
        if (thread.state === 'ready' && !stopped) {
          while (thread.load < tasksAhead && queue.length > 0) thread.give(take())
        }
      }
    }
    const put = (job: ReadJob) => {
      queue.push(job)
      queuedMs += estimatedMs(job.task)
    }
    const take = (): ReadJob => {
      const job = queue.shift()!
      queuedMs -= estimatedMs(job.task)
      return job
    }
    const pauseAndShare = async () => {
      if (!(await pause())) stopped = true
      share()
      if (failed !== null) throw failed.error
    }
    try {
      begin((task, done) => {
        const accept = done as ReadJob['done']
        put({
          task,
          // Results of threads come as events. An error in `done` is thrown to the caller that waits.
          done(result) {
            try {
              accept(result)
            } catch (error) {
              failed ??= { error }
            }
          },
        })
      })
      for (;;) {
        await pauseAndShare()
        if (!stopped && queue.length > 0) {
          const job = take()
          job.done(await perform(job.task, pauseAndShare))
        } else if (this.#threads.some(({ load }) => load > 0)) await this.#nextNews(signal)
        else break
      }
    } catch (error) {
      this.end()
      throw error
    }
    if (this.#threads.length > 0) this.#idle = setTimeout(() => this.end(), idleMs).unref()
  }

  /** Says how many paths the next reading is going to look at: threads that it needs are there when it begins. */
  expect(paths: number): void {
    if (paths * pathMs > this.#worthStartingMs) this.#launch()
  }

  /** Starts the threads. Is resolved when they can work. */
  async start(): Promise<void> {
    this.#launch()
    await Promise.all(this.#threads.map(({ started }) => started))
  }

  /** Ends the threads, even while they work. */
  end(): void {
    for (const thread of this.#threads) thread.end()
    this.#threads = []
  }

  #launch(): void {
    if (this.#broken || this.#threads.length > 0) return
    try {
      this.#threads = Array.from({ length: this.#helpers }, () => new ReaderThread(this.#script, () => this.#news()))
    } catch {
      // A process may be forbidden to start threads.
      this.#broken = true
    }
  }

  /** Returns the jobs that the thread has not done. */
  #drop(thread: ReaderThread): readonly ReadJob[] {
    this.#broken = true
    this.#threads = this.#threads.filter((other) => other !== thread)
    const undone = thread.takeBack()
    thread.end()
    return undone
  }

  async #nextNews(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted()
    let wake = () => {}
    await new Promise<void>((resolve) => {
      wake = resolve
      this.#news = wake
      signal.addEventListener('abort', wake)
    })
    signal.removeEventListener('abort', wake)
    signal.throwIfAborted()
  }
}

// Measured.
const pathMs = 0.004
const directoryMs = 12 * pathMs + 0.02
const fileMs = 0.012
const byteMs = 2.5e-6

function estimatedMs(task: ReadTask): number {
  switch (task.kind) {
    case 'list':
      return task.directories.length * directoryMs
    case 'stat':
      return task.names.length * pathMs
    case 'digest':
      return task.sizes.reduce((sum, size) => sum + fileMs + size * byteMs, 0)
  }
}

async function perform(task: ReadTask, pause: () => Promise<void>): Promise<ReadResult> {
  const steps = readSteps(task)
  try {
    for (;;) {
      const step = steps.next()
      if (step.done === true) return step.value
      await pause()
    }
  } finally {
    // Given up within a file: closes it.
    steps.return?.(undefined as never)
  }
}
