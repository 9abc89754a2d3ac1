import { FailureError } from '../../diagnostics/failure.ts'
import type { BaselineStore } from '../ports.ts'
import type { BaselineSources } from './baseline-row.ts'
import { baselineTable } from './baseline-table.ts'
import { noneBaseline } from './none-baseline.ts'

/** Opens baselines of every kind of the table from where they are. */
export function openBaselinesFrom(sources: BaselineSources): BaselineStore {
  return {
    async open(opening, known, progress) {
      const { kind, ref } = opening.name
      const row = baselineTable[kind]
      const files = ref === null ? [] : row.watched(ref)
      const stamp = files.length === 0 ? 'fixed' : files.map((file) => sources.stampOf(file)).join('\n')
      if (stamp === known) return { kind: 'unchanged' }
      try {
        const open = row.open ?? noneBaseline.open!
        return { kind: 'opened', stamp, baseline: await open(opening, sources, progress) }
      } catch (error) {
        if (!(error instanceof FailureError)) throw error
        return { kind: 'unavailable', stamp, failure: error.failure }
      }
    },
  }
}
