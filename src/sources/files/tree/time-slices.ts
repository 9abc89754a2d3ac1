import { setImmediate as nextTurn } from 'node:timers/promises'

const sliceMs = 20

/**
 * For long work in one thread: call the answer often. It lets a waiting message have its turn after each 20 ms, says so
 * with `true`, and calls `report` then. Rejects with the signal's reason.
 */
export function timeSlices(signal: AbortSignal, report: () => void): () => Promise<boolean> {
  let endsAt = performance.now() + sliceMs
  return async () => {
    signal.throwIfAborted()
    if (performance.now() < endsAt) return false
    report()
    await nextTurn()
    signal.throwIfAborted()
    endsAt = performance.now() + sliceMs
    return true
  }
}
