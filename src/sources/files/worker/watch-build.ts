import { Worker } from 'node:worker_threads'
import type { Failure } from '../../../diagnostics/failure.ts'
import type { BaseImage } from '../../../image/model/base-image.ts'
import type { BuildWatcher } from '../../../runtime/ports.ts'
import type { BuildEvent } from '../../../session/build-event.ts'
import type { BuildRequest } from '../../../session/build-request.ts'
import type { EngineInfo } from '../../../session/engine-event.ts'

export type ToWorker =
  | { readonly type: 'start'; readonly request: BuildRequest }
  | { readonly type: 'images'; readonly images: readonly BaseImage[] }
  | { readonly type: 'engine'; readonly engine: EngineInfo | null }
  | { readonly type: 'rebase' | 'resume' | 'close' }

/** The thread makes little garbage between saves: less room for it saves 30 MB at 100,000 files and costs no time. */
const maxYoungGenerationSizeMb = 4

/** The time that closing may take before the thread is terminated. */
const closeMs = 2000

/**
 * Watches a build in a separate thread, which loads its code at once and reads nothing before `start`. `worker` is the
 * bundled `context-worker`, which is beside the program's other chunks.
 */
export function createBuildWatcher(worker: URL = new URL('./context-worker.js', import.meta.url)): BuildWatcher {
  let report: ((event: BuildEvent) => void) | null = null
  let fault: Failure | null = null
  let thread: Worker | null = new Worker(worker, { resourceLimits: { maxYoungGenerationSizeMb } })
  thread.on('message', (event: BuildEvent) => report?.(event))
  thread.on('error', (error) => {
    thread = null
    fault = brokenThread(error)
    report?.({ type: 'failed', failure: fault })
  })
  const send = (message: ToWorker) => thread?.postMessage(message)
  // Events may be lost while the process is stopped (Ctrl-Z); a thread cannot hear signals itself.
  const resume = () => send({ type: 'resume' })

  return {
    start(request: BuildRequest, listener: (event: BuildEvent) => void) {
      report = listener
      if (fault !== null) report({ type: 'failed', failure: fault })
      send({ type: 'start', request })
      process.on('SIGCONT', resume)
    },
    resolveImages: (images) => send({ type: 'images', images }),
    setEngine: (engine) => send({ type: 'engine', engine }),
    rebase: () => send({ type: 'rebase' }),
    async close() {
      process.off('SIGCONT', resume)
      report = null
      const ending = thread
      thread = null
      if (ending === null) return
      const ended = new Promise((resolve) => ending.once('exit', resolve))
      ending.postMessage({ type: 'close' } satisfies ToWorker)
      const timer = setTimeout(() => void ending.terminate(), closeMs)
      await ended
      clearTimeout(timer)
    },
  }
}

const brokenThread = (error: Error): Failure => ({
  kind: 'watcher-broken',
  summary: `watching stopped: ${error.message}`,
  detail: error.stack ?? '',
  nextStep: 'restart layertui, and report this',
})
