import type { ShownLines } from '../../../src/cache/solver/failed-build.ts'
import type { PrintedStep } from '../../engine/printed-steps.ts'
import { withoutDigest } from '../fuzz/compare-build.ts'

/** What a real build showed of its lines, under the names that predictions use. */
export function shownLines(steps: readonly Pick<PrintedStep, 'name' | 'status'>[]): ShownLines {
  const named = (status: PrintedStep['status']) =>
    new Set(steps.filter((step) => step.status === status).map(({ name }) => withoutDigest(name)))
  return { ran: named('RAN'), failed: named('ERROR'), neverStarted: named('NONE') }
}
