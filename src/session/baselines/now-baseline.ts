import type { BaselineRow } from './baseline-row.ts'

/** The state at the start, or at the last `b`; it counts as built. */
export const nowBaseline: BaselineRow = {
  form: 'now',
  help: 'the files as they are at start',
  parse: (ref) => (ref === null ? null : undefined),
  isEmpty: false,
  describe: () => 'compared with the files at start',
  label: () => ({ text: 'since start', name: null, recordedAt: null }),
  watched: () => [],
  open: null,
}
