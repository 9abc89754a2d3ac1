import type { Effect, Transition } from '../workbench/state/effect.ts'
import type { WorkbenchEvent } from '../workbench/state/event.ts'
import type { WorkbenchState } from '../workbench/state/state.ts'

/** Holds the one state; events go in, listeners hear of what changed once per frame. */
export interface Store {
  state(): WorkbenchState
  dispatch(event: WorkbenchEvent): void
  /** @returns ends the subscription */
  subscribe(listener: () => void): () => void
}

export type StoreOptions = {
  readonly initial: WorkbenchState
  readonly update: (state: WorkbenchState, event: WorkbenchEvent) => Transition
  readonly perform: (effect: Effect) => void
  /** Calls `emit` soon. Events that arrive together make one frame. */
  readonly scheduleFrame: (emit: () => void) => void
}

/** Makes a store with its first state. `update` computes the next state, `perform` runs its effects. */
export function createStore({ initial, update, perform, scheduleFrame }: StoreOptions): Store {
  let current = initial
  let isScheduled = false
  const listeners = new Set<() => void>()
  const emit = () => {
    isScheduled = false
    for (const listener of listeners) listener()
  }
  return {
    state: () => current,
    dispatch(event) {
      const { state, effects } = update(current, event)
      const isChanged = state !== current
      current = state
      for (const effect of effects) perform(effect)
      if (!isChanged || isScheduled) return
      isScheduled = true
      scheduleFrame(emit)
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

/**
 * Limits frames to one in so many milliseconds. The first frame after a pause is immediate. No timer runs while there
 * are no events.
 */
export function frameScheduler(milliseconds: number, clock: () => number): StoreOptions['scheduleFrame'] {
  let last = Number.NEGATIVE_INFINITY
  return (emit) => {
    const frame = () => {
      last = clock()
      emit()
    }
    const wait = last + milliseconds - clock()
    if (wait <= 0) setImmediate(frame)
    else setTimeout(frame, wait)
  }
}
