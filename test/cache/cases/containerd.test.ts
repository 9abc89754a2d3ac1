import { parseBaseline, serializeBaseline } from '../../../src/cache/baseline-file/baseline-file.ts'
import type { BuilderState } from '../../../src/cache/model/builder-state.ts'
import { testRecordings } from '../../support/cases/test-recordings.ts'

// The state goes through a baseline file after each build, as with one `layertui record` after the other.
testRecordings('containerd', throughFile)

function throughFile(builder: BuilderState): BuilderState {
  const parsed = parseBaseline(serializeBaseline(builder, { recordedAt: '2026-01-01T00:00:00.000Z' }))
  if (parsed.problem !== null) throw new Error(parsed.problem)
  return parsed.builder
}
