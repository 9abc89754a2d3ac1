import { type Failure, FailureError } from '../../diagnostics/failure.ts'
import type { WorkbenchEvent } from '../../workbench/state/event.ts'

/** An event before it is known when it was reported. */
export type UndatedEvent = WorkbenchEvent extends infer Event
  ? Event extends { at: number }
    ? Omit<Event, 'at'>
    : never
  : never

/** Sources word their trouble themselves; anything else is a fault that should not take the workbench down. */
export function failureOf(error: unknown): Failure {
  if (error instanceof FailureError) return error.failure
  const detail = error instanceof Error ? error.message : String(error)
  return { kind: 'fault', summary: 'internal error', detail, nextStep: detail }
}
