import { parseBaseline } from '../../cache/baseline-file/baseline-file.ts'
import { FailureError } from '../../diagnostics/failure.ts'
import type { OpenedBaseline } from '../opened-baseline.ts'

/** Throws `FailureError` for a text that is not a baseline, is cut off, damaged or of another version. */
export function openBaselineFile(path: string, text: string): OpenedBaseline {
  const parsed = parseBaseline(text)
  if (parsed.problem !== null) {
    throw new FailureError({
      kind: 'bad-baseline',
      summary: `${path}: ${parsed.problem}`,
      detail: '',
      nextStep: `delete it and record again: layertui record -o ${path}`,
    })
  }
  const { recordedAt } = parsed.meta
  return { shown: { kind: 'file', ref: path, recordedAt }, start: parsed.builder, builds: [] }
}
