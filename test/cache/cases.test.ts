import { afterAll, describe, expect, test } from 'vitest'
import { parseBaseline, serializeBaseline } from '../../src/cache/baseline-file/baseline-file.ts'
import type { BuilderState } from '../../src/cache/model/builder-state.ts'
import { AgreementReport } from '../support/cases/agreement-report.ts'
import { casesRecordedAs, notReplayable, recordingNames } from '../support/cases/case-selection.ts'
import { replayCase } from '../support/cases/replay-case.ts'

// Every recorded build of every case, on every builder and front end it was recorded with, against the simulator.

const report = new AgreementReport()
afterAll(() => console.log(report.text()))

describe.each(recordingNames())('%s', (name) => {
  // Another half of the builds goes through baseline files, as with one `layertui record` after the other.
  const between = name === 'truth.28c.json' ? throughFile : undefined

  test('every line of every build is predicted, or honestly left open', { timeout: 600_000 }, async () => {
    const wrong: string[] = []
    for (const recorded of casesRecordedAs(name)) {
      const reason = notReplayable(recorded)
      if (reason !== null) {
        report.skip(recorded.directory, reason)
        continue
      }
      const replayed = await replayCase(recorded.spec, recorded.recording, between)
      report.add({ recording: name, area: recorded.spec.sec }, replayed)
      wrong.push(...replayed.disagreements.map((line) => `${recorded.directory}: ${line}`))
    }
    expect(wrong).toEqual([])
  })
})

function throughFile(builder: BuilderState): BuilderState {
  const parsed = parseBaseline(serializeBaseline(builder, { recordedAt: '2026-01-01T00:00:00.000Z' }))
  if (parsed.problem !== null) throw new Error(parsed.problem)
  return parsed.builder
}
