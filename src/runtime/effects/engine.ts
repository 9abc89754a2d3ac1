import type { EngineEffect } from '../../workbench/state/effect.ts'
import type { ImageReader } from '../ports.ts'
import type { Once } from './once.ts'
import { failureOf, type UndatedEvent } from './undated-event.ts'

export type EngineEffectOptions = {
  readonly images: Once<ImageReader>
  readonly report: (fact: UndatedEvent) => void
  /** Ends the following. */
  readonly signal: AbortSignal
}

/** Performs what concerns the engine itself. */
export function performEngineEffect(effect: EngineEffect, { images, report, signal }: EngineEffectOptions): void {
  switch (effect.type) {
    case 'engine.follow':
      images.get().then(
        (source) => source.follow((event) => report({ type: 'engine', event }), signal),
        (error: unknown) => report({ type: 'engine', event: { type: 'engine.away', failure: failureOf(error) } }),
      )
  }
}
