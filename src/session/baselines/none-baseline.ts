import { emptyBuilder } from '../../cache/model/builder-state.ts'
import type { BaselineRow } from './baseline-row.ts'

/** The baseline of a builder before its first build. */
export const noneBaseline: BaselineRow = {
  form: 'none',
  help: 'an empty cache',
  parse: (ref) => (ref === null ? null : undefined),
  isEmpty: true,
  describe: () => 'compared with an empty cache',
  label: () => ({ text: 'empty cache', name: null, recordedAt: null }),
  watched: () => [],
  open: () => ({ shown: { kind: 'none', ref: null }, start: emptyBuilder, builds: [] }),
}
