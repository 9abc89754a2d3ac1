import { describe, expect, test } from 'vitest'
import type { BuilderState } from '../../../src/cache/model/builder-state.ts'
import type { AgreementNote } from './agreement-report.ts'
import { casesRecordedAs, notReplayable, recordingNames } from './case-selection.ts'
import { type RecordingKind, recordingKinds } from './recording-kinds.ts'
import { replayCase } from './replay-case.ts'

declare module 'vitest' {
  interface TaskMeta {
    agreement?: AgreementNote
  }
}

/**
 * Defines a test for every case and recording of a kind: every line of every build is predicted or left open, and every
 * step that does not stay cached has a true cause. `between` stands for what happens to the builder's state from one
 * build to the next. Each test leaves its counts in its `meta`, where the reporter of the agreement table finds them.
 */
export function testRecordings(kind: RecordingKind, between?: (builder: BuilderState) => BuilderState): void {
  for (const recording of recordingNames().filter((name) => recordingKinds[kind].test(name))) {
    const cases = casesRecordedAs(recording).map((recorded) => ({ ...recorded, reason: notReplayable(recorded) }))
    const replayed = cases.filter(({ reason }) => reason === null)
    const left = cases.filter(({ reason }) => reason !== null)
    describe(recording, () => {
      for (const { directory, spec, recording: truth } of replayed) {
        test(directory, async ({ task }) => {
          const { complaints, ...result } = await replayCase(spec, truth, between)
          task.meta.agreement = { kind: 'replayed', recording, area: spec.sec, ...result }
          expect(result.disagreements).toEqual([])
          expect(complaints).toEqual([])
        })
      }

      test('every case that is not replayed says why', ({ task }) => {
        const skipped = left.map(({ directory, reason }) => ({ directory, reason: reason! }))
        task.meta.agreement = { kind: 'skipped', skipped }
        expect(skipped.filter(({ reason }) => reason.trim() === '')).toEqual([])
      })
    })
  }
}
