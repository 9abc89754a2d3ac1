import { setImmediate } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { FailureError } from '../../../diagnostics/failure.ts'
import { emptyTree } from '../../../image/tree/grow-tree.ts'
import type { ImageTree } from '../../../image/tree/image-tree.ts'
import { createDeltaReader, type LayerDelta } from '../../../image/tree/layer-delta.ts'
import type { ImageContents, ImageReader } from '../../../runtime/ports.ts'
import type { FromImageWorker, ImageCall, ImageWorkerData, ToImageWorker } from './image-messages.ts'

/** Most of the thread's objects live until the image is read, so more room for young objects would only take memory. */
const maxYoungGenerationSizeMb = 8

/** A call that was not answered yet. */
type Pending = {
  readonly hear: (message: FromImageWorker) => void
  readonly resolve: (value: unknown) => void
  readonly reject: (error: unknown) => void
}

/**
 * Opens and reads images in a separate thread, which starts with the first call. The files of an image arrive as parts
 * of layers and are merged here, a few milliseconds at a time. `worker` is the bundled `image-worker`, which is beside
 * the program's other chunks.
 *
 * @param platform the platform to choose in an image for several platforms, `linux/amd64`
 */
export function createImageThread(
  platform: string,
  worker: URL = new URL('./image-worker.js', import.meta.url),
): ImageReader {
  const pending = new Map<number, Pending>()
  let thread: Worker | null = null
  let calls = 0

  const start = (): Worker => {
    const started = new Worker(worker, {
      workerData: { platform } satisfies ImageWorkerData,
      resourceLimits: { maxYoungGenerationSizeMb },
    })
    started.on('message', (message: FromImageWorker) => take(message))
    started.on('error', (error) => {
      // The next call starts another thread.
      thread = null
      for (const { reject } of pending.values()) reject(brokenThread(error))
      pending.clear()
    })
    return started
  }
  const send = (message: ToImageWorker) => {
    thread ??= start()
    thread.postMessage(message)
  }
  const take = (message: FromImageWorker) => {
    const call = pending.get(message.id)
    if (call === undefined) return
    switch (message.type) {
      case 'progress':
      case 'layer':
      case 'event':
        return call.hear(message)
      case 'answer':
        pending.delete(message.id)
        return call.resolve(message.value)
      case 'failed':
        pending.delete(message.id)
        return call.reject(new FailureError(message.failure))
      case 'faulted':
        pending.delete(message.id)
        return call.reject(new Error(message.message))
    }
  }
  const ask = <Answer>(call: ImageCall, signal: AbortSignal, hear: Pending['hear'] = () => {}): Promise<Answer> =>
    new Promise<unknown>((resolve, reject) => {
      signal.throwIfAborted()
      const id = calls++
      const leave = () => {
        pending.delete(id)
        send({ type: 'abort', id })
        reject(signal.reason)
      }
      signal.addEventListener('abort', leave, { once: true })
      const settled = (then: () => void) => {
        signal.removeEventListener('abort', leave)
        then()
      }
      pending.set(id, {
        hear,
        resolve: (value) => settled(() => resolve(value)),
        reject: (error) => settled(() => reject(error)),
      })
      send({ type: 'call', id, call })
    }) as Promise<Answer>

  return {
    follow(report, signal) {
      // The call is answered at once, and its events arrive until the signal, so the listener stays.
      const id = calls++
      const hear = (message: FromImageWorker) => {
        if (message.type === 'event') report(message.event)
      }
      const ignore = () => undefined
      const fail = (error: unknown) => report({ type: 'engine.away', failure: brokenThread(error).failure })
      const listen = () => pending.set(id, { hear, resolve: listen, reject: fail })
      listen()
      signal.addEventListener(
        'abort',
        () => {
          pending.set(id, { hear: ignore, resolve: ignore, reject: ignore })
          if (thread !== null) send({ type: 'abort', id })
        },
        { once: true },
      )
      send({ type: 'call', id, call: { method: 'follow' } })
    },
    open: (reference, signal) => ask({ method: 'open', reference }, signal),
    async read(image, { report, layerRead }, signal) {
      const parts = takeParts(layerRead, signal)
      const contents = await ask<Omit<ImageContents, 'tree'>>({ method: 'read', image }, signal, (message) => {
        if (message.type === 'progress') report(message.progress)
        if (message.type === 'layer') parts.take(message.part)
      })
      return { ...contents, tree: await parts.finished() }
    },
    readFile: (image, file, limit, signal) => ask({ method: 'read-file', image, file, limit }, signal),
    list: (signal) => ask({ method: 'list' }, signal),
    resolve: (refs, signal) => ask({ method: 'resolve', refs }, signal),
    close() {
      pending.clear()
      void thread?.terminate()
      thread = null
    },
  }
}

/** Takes in parts of layers one after the other, with a pause for the rest of the program before each. */
function takeParts(
  layerRead: (tree: ImageTree) => void,
  signal: AbortSignal,
): { readonly take: (part: LayerDelta) => void; readonly finished: () => Promise<ImageTree> } {
  const reader = createDeltaReader()
  let tree = emptyTree()
  let taken: Promise<void> = Promise.resolve()
  const takeOne = async (part: LayerDelta): Promise<void> => {
    await setImmediate()
    if (signal.aborted) return
    const grown = reader.take(part)
    if (grown === null) return
    tree = grown
    layerRead(grown)
  }
  return {
    take(part) {
      taken = taken.then(() => takeOne(part))
    },
    async finished() {
      await taken
      signal.throwIfAborted()
      return tree
    },
  }
}

const brokenThread = (error: unknown): FailureError =>
  new FailureError({
    kind: 'reader-broken',
    summary: `reading images stopped: ${error instanceof Error ? error.message : String(error)}`,
    detail: error instanceof Error ? (error.stack ?? '') : '',
    nextStep: 'press r to try again, and report this',
  })
