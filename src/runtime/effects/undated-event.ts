import { type Failure, FailureError } from '../../diagnostics/failure.ts'
import type { WorkbenchEvent } from '../../workbench/state/event.ts'

/** An event before it is known when it was reported. */
export type UndatedEvent = WorkbenchEvent extends infer Event
  ? Event extends { at: number }
    ? Omit<Event, 'at'>
    : never
  : never

/**
 * The failure for an error. Sources throw FailureError with their own words; any other error is an internal error that
 * does not end the workbench.
 */
export function failureOf(error: unknown): Failure {
  if (error instanceof FailureError) return error.failure
  const detail = error instanceof Error ? error.message : String(error)
  return { kind: 'fault', summary: 'internal error', detail, nextStep: detail }
}
