import type { BuildEffect } from '../../workbench/state/effect.ts'
import type { BuildRequest, BuildWatcher } from '../ports.ts'
import type { Once } from './once.ts'
import { failureOf, type UndatedEvent } from './undated-event.ts'

export type BuildEffectOptions = {
  readonly request: BuildRequest | null
  readonly watcher: Once<BuildWatcher>
  readonly report: (fact: UndatedEvent) => void
}

/** Performs what concerns the build that is watched. */
export function performBuildEffect(effect: BuildEffect, { request, watcher, report }: BuildEffectOptions): void {
  const withWatcher = (use: (opened: BuildWatcher) => void) => {
    watcher
      .get()
      .then(use, (error: unknown) => report({ type: 'build', event: { type: 'failed', failure: failureOf(error) } }))
  }
  switch (effect.type) {
    case 'build.watch':
      if (request === null) return
      return withWatcher((opened) => opened.start(request, (event) => report({ type: 'build', event })))
    case 'build.rebase':
      return withWatcher((opened) => opened.rebase())
    case 'build.set-engine':
      return withWatcher((opened) => opened.setEngine(effect.engine))
    case 'build.set-bases':
      return withWatcher((opened) => opened.resolveImages(effect.images))
  }
}
