import type { BaselineKind, BaselineName, ShownBaseline } from '../../cache/model/plan/baseline.ts'
import type { BaselineRow } from './baseline-row.ts'
import { dirBaseline } from './dir-baseline.ts'
import { fileBaseline } from './file-baseline.ts'
import { noneBaseline } from './none-baseline.ts'
import { nowBaseline } from './now-baseline.ts'

/** Every kind of baseline. A new one is a file with its row, its name in `BaselineKind`, and a line here. */
export const baselineTable: Readonly<Record<BaselineKind, BaselineRow>> = {
  file: fileBaseline,
  dir: dirBaseline,
  now: nowBaseline,
  none: noneBaseline,
}

const kinds = Object.keys(baselineTable) as readonly BaselineKind[]

/** `file:PATH, dir:PATH, now or none`. */
export const baselineForms = kinds
  .map((kind) => baselineTable[kind].form)
  .join(', ')
  .replace(/, ([^,]*)$/, ' or $1')

/** Parses the value of `--baseline`; null: it is no known kind. `absolute` completes a path. */
export function parseBaselineName(spec: string, absolute: (path: string) => string): BaselineName | null {
  const colon = spec.indexOf(':')
  const [word, given] = colon < 0 ? [spec, null] : [spec.slice(0, colon), spec.slice(colon + 1)]
  const kind = kinds.find((known) => known === word)
  const ref = kind && baselineTable[kind].parse(given, absolute)
  return kind === undefined || ref === undefined ? null : { kind, ref }
}

/** The description of a baseline for people. */
export const describeBaseline = (shown: ShownBaseline): string => baselineTable[shown.kind].describe(shown)

/** Nothing was cached before: steps run, none re-runs. */
export const isEmptyBaseline = ({ kind }: ShownBaseline): boolean => baselineTable[kind].isEmpty

/** For `--help`: `file:PATH (what record wrote), …`. */
export const baselineHelp = Object.values(baselineTable)
  .map(({ form, help }) => `${form} (${help})`)
  .join(', ')

/** The label of the baseline on a line of the screen. Its age follows if `recordedAt` is known. */
export const labelBaseline = (shown: ShownBaseline): ReturnType<BaselineRow['label']> =>
  baselineTable[shown.kind].label(shown)
