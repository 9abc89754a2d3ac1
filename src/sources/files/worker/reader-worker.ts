import { type MessagePort, workerData } from 'node:worker_threads'
import { readSteps } from '../tree/read-steps.ts'
import type { ReadTask } from '../tree/read-task.ts'
import type { FromReader } from '../tree/reader-thread.ts'

// A thread that reads metadata and files for another thread.
const port: MessagePort = workerData

port.on('message', (task: ReadTask) => {
  const steps = readSteps(task)
  let step = steps.next()
  while (step.done !== true) step = steps.next()
  const result: FromReader = step.value
  port.postMessage(result, [result.stats.buffer])
})
port.postMessage('ready' satisfies FromReader)
