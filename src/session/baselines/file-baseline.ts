import type { BaselineRow } from './baseline-row.ts'
import { lastName } from './last-name.ts'

/** The state that `layertui record` wrote. */
export const fileBaseline: BaselineRow = {
  form: 'file:PATH',
  help: 'what record wrote',
  parse: (ref, absolute) => (ref === null || ref === '' ? undefined : absolute(ref)),
  isEmpty: false,
  describe: ({ ref, recordedAt }) => `since ${ref ?? 'the recorded build'}${recordedWhen(recordedAt)}`,
  label: ({ ref, recordedAt }) => ({ text: 'since', name: lastName(ref) ?? 'file', recordedAt: recordedAt ?? null }),
  watched: (ref) => [ref],
  async open({ name }, sources) {
    // Loaded when it is used: the table is read at every start.
    const { openBaselineFile } = await import('./open-baseline-file.ts')
    return openBaselineFile(name.ref!, sources.readFile(name.ref!))
  },
}

/** ` of 2026-01-12 09:30 UTC` from the time in RFC 3339: a log is read in other places than it was written. */
function recordedWhen(recordedAt: string | undefined): string {
  return recordedAt === undefined ? '' : ` of ${recordedAt.slice(0, 16).replace('T', ' ')} UTC`
}
