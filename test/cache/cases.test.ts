import { describe, expect, test } from 'vitest'
import { casesRecordedAs, notReplayable, recordingNames } from '../support/cases/case-selection.ts'
import { replayCase } from '../support/cases/replay-case.ts'
import { addCounts, noCounts } from '../support/fuzz/compare-build.ts'

describe.each(recordingNames())('%s', (name) => {
  test('every build is predicted as it went', async () => {
    let counts = noCounts
    let cases = 0
    let builds = 0
    const wrong: string[] = []
    const skipped: string[] = []
    for (const recorded of casesRecordedAs(name)) {
      const reason = notReplayable(recorded)
      if (reason !== null) {
        skipped.push(`${recorded.folder}: ${reason}`)
        continue
      }
      cases++
      const replayed = await replayCase(recorded.spec, recorded.recording)
      builds += replayed.builds
      counts = addCounts(counts, replayed.counts)
      wrong.push(...replayed.disagreements.map((line) => `${recorded.folder}: ${line}`))
    }
    console.log(name, cases, builds, counts, skipped.length)
    expect(wrong).toEqual([])
  }, 300_000)
})
