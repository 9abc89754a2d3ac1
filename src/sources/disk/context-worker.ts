import { parentPort, workerData } from 'node:worker_threads'
import type { BuildEvent } from '../../session/build-event.ts'
import type { BuildRequest } from '../../session/build-request.ts'
import type { ToWorker } from './watch-build.ts'
import { WatchedBuild } from './watched-build.ts'

// The thread in which a context is walked, hashed and predicted: the main thread only draws and listens to keys.
const port = parentPort!
const report = (event: BuildEvent) => port.postMessage(event)
const build = new WatchedBuild({ request: workerData as BuildRequest, environment: process.env, report })

port.on('message', (message: ToWorker) => {
  switch (message.type) {
    case 'images':
      return build.resolveImages(message.images)
    case 'engine':
      return build.setEngine(message.engine)
    case 'rebase':
      return build.rebase()
    case 'resume':
      return build.resume()
    case 'close':
      void build.close().finally(() => port.close())
  }
})
build.start()
