import { parentPort } from 'node:worker_threads'
import type { BuildEvent } from '../../../session/build-event.ts'
import { WatchedBuild } from '../build/watched-build.ts'
import type { ToWorker } from './watch-build.ts'

// The thread in which a context is walked, hashed and predicted: the main thread only draws and listens to keys.
const port = parentPort!
const report = (event: BuildEvent) => port.postMessage(event)
let build: WatchedBuild | null = null

port.on('message', (message: ToWorker) => {
  switch (message.type) {
    case 'start':
      build = new WatchedBuild({ request: message.request, environment: process.env, report })
      return build.start()
    case 'images':
      return build?.resolveImages(message.images)
    case 'engine':
      return build?.setEngine(message.engine)
    case 'rebase':
      return build?.rebase()
    case 'resume':
      return build?.resume()
    case 'close':
      void Promise.resolve(build?.close()).finally(() => port.close())
  }
})
