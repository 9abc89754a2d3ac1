import type { Effect } from '../../workbench/state/effect.ts'
import type { Jobs } from '../jobs.ts'
import type { BuildRequest, BuildWatcher, ImageReader, Screen } from '../ports.ts'
import { performBuildEffect } from './build.ts'
import { performEngineEffect } from './engine.ts'
import { createImageEffects } from './image.ts'
import { once } from './once.ts'
import { createTerminalEffects } from './terminal.ts'
import type { UndatedEvent } from './undated-event.ts'

export type EffectRunnerOptions = {
  readonly request: BuildRequest | null
  /** Loaded when first needed, which is after the first frame. */
  readonly openBuildWatcher: () => Promise<BuildWatcher>
  readonly openImageReader: () => Promise<ImageReader>
  readonly screen: Screen
  readonly jobs: Jobs
  readonly report: (fact: UndatedEvent) => void
}

/** Performs effects through the ports and reports the results as events. */
export interface EffectRunner {
  perform(effect: Effect): void
  close(): Promise<void>
}

/** Connects effects with the ports. Jobs run until they are done, replaced, or the runner is closed. */
export function createEffectRunner(options: EffectRunnerOptions): EffectRunner {
  const { request, screen, jobs, report } = options
  const watcher = once(options.openBuildWatcher)
  const images = once(options.openImageReader)
  const following = new AbortController()
  const imageEffects = createImageEffects({ images, jobs, report })
  const terminalEffects = createTerminalEffects(screen, report)
  return {
    perform(effect) {
      switch (effect.type) {
        case 'build.watch':
        case 'build.rebase':
        case 'build.set-engine':
        case 'build.set-bases':
          return performBuildEffect(effect, { request, watcher, report })
        case 'engine.follow':
          return performEngineEffect(effect, { images, report, signal: following.signal })
        case 'image.open':
        case 'image.read':
        case 'image.list':
        case 'image.read-file':
        case 'image.resolve-bases':
          return imageEffects.perform(effect)
        // The compiler refuses an effect of another family here.
        default:
          return terminalEffects.perform(effect)
      }
    },
    async close() {
      terminalEffects.close()
      following.abort()
      jobs.abortAll()
      const [openedWatcher, openedImages] = await Promise.all([watcher.opened(), images.opened()])
      openedImages?.close()
      await openedWatcher?.close()
    },
  }
}
