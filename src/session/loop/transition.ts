import type { Failure } from '../../diagnostics/failure.ts'
import type { BuildEvent } from '../build-event.ts'
import { afterReport, isNews } from './reported.ts'
import type { Question, SessionRequest } from './session-request.ts'
import type { Phase, SessionState, Task } from './session-state.ts'

/** The answer to a fact. */
export type SessionTransition = {
  readonly state: SessionState
  readonly requests: readonly SessionRequest[]
  /** In this order. */
  readonly reports: readonly BuildEvent[]
}

/** Nothing is to be done outside, and the round goes on with another stage. */
export const goTo = (state: SessionState, stage: Phase): SessionTransition => ({
  state: { ...state, task: { kind: 'next', stage } },
  requests: [],
  reports: [],
})

/** The round goes on with the answer. */
export const ask = (state: SessionState, task: Task, question: Question): SessionTransition => ({
  state: { ...state, task },
  requests: [question],
  reports: [],
})

/** Reports the events that are news, and continues. */
export function reporting(
  state: SessionState,
  at: number,
  events: readonly BuildEvent[],
  next: (state: SessionState) => SessionTransition,
): SessionTransition {
  let { reported } = state
  const reports: BuildEvent[] = []
  for (const event of events) {
    if (!isNews(reported, event, at)) continue
    reported = afterReport(reported, event)
    reports.push(event)
  }
  const { requests, reports: later, state: after } = next({ ...state, reported })
  return { state: after, requests, reports: [...reports, ...later] }
}

/** Ends the round because of a failure. `internal`: another try gives the same result; the next save may not. */
export function fail(
  state: SessionState,
  at: number,
  { failure, internal }: { readonly failure: Failure; readonly internal: boolean },
): SessionTransition {
  const failed: SessionState = { ...state, last: null, isOutOfReach: !internal }
  return reporting(failed, at, [{ type: 'failed', failure }], (next) => goTo(next, 'end'))
}
