import { parentPort, workerData } from 'node:worker_threads'
import { FailureError } from '../../../diagnostics/failure.ts'
import { createDeltaWriter } from '../../../image/tree/layer-delta.ts'
import type { ImageContents, ImageProgress, ImageReader } from '../../../runtime/ports.ts'
import { collectGarbage } from '../../collect-garbage.ts'
import { createImageSource } from '../image-source.ts'
import { createImageReader } from '../reader/image-reader.ts'
import { throttle } from '../reader/throttle.ts'
import type { FromImageWorker, ImageCall, ImageWorkerData, ToImageWorker } from './image-messages.ts'

// The thread in which images are opened, unpacked and merged. The main thread receives the result piece by piece.
const port = parentPort!
const { platform } = workerData as ImageWorkerData
// The engine client's ssh part makes Node print a deprecation notice (DEP0170), which would end up on the screen.
process.noDeprecation = true
const reader = createImageReader(createImageSource({ environment: process.env, platform }))
const running = new Map<number, AbortController>()
const send = (message: FromImageWorker) => port.postMessage(message)

port.on('message', (message: ToImageWorker) => {
  switch (message.type) {
    case 'call':
      return void answer(message.id, message.call)
    case 'abort':
      return running.get(message.id)?.abort()
  }
})

async function answer(id: number, call: ImageCall): Promise<void> {
  const controller = new AbortController()
  running.set(id, controller)
  try {
    send({ id, type: 'answer', value: await perform(id, call, controller.signal) })
  } catch (error) {
    if (error instanceof FailureError) send({ id, type: 'failed', failure: error.failure })
    else send({ id, type: 'faulted', message: error instanceof Error ? error.message : String(error) })
  } finally {
    // Who follows the engine goes on until it is aborted.
    if (call.method !== 'follow') running.delete(id)
  }
}

function perform(id: number, call: ImageCall, signal: AbortSignal): Promise<unknown> {
  switch (call.method) {
    case 'open':
      return reader.open(call.reference, signal)
    case 'read':
      return read(id, call.image, signal)
    case 'read-file':
      return reader.readFile(call.image, call.file, call.limit, signal)
    case 'list':
      return reader.list(signal)
    case 'resolve':
      return reader.resolve(call.refs, signal)
    case 'follow':
      reader.follow((event) => send({ id, type: 'event', event }), signal)
      return Promise.resolve()
  }
}

async function read(
  id: number,
  image: Parameters<ImageReader['read']>[0],
  signal: AbortSignal,
): Promise<Omit<ImageContents, 'tree'>> {
  const deltas = createDeltaWriter()
  const reading = {
    report: throttle((progress: ImageProgress) => send({ id, type: 'progress', progress })),
    layerRead: (tree: ImageContents['tree']) => {
      for (const part of deltas(tree)) send({ id, type: 'layer', part })
    },
  }
  const { tree: _, ...contents } = await reader.read(image, reading, signal)
  // The main thread has the tree; this thread does not need its own any longer.
  setImmediate(collectGarbage)
  return contents
}
