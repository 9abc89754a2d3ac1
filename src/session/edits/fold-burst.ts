import type { NoRebuildReason } from '../edit.ts'
import type { BuildSnapshot } from './build-snapshot.ts'
import { bustsOf, type JudgedEdit, type Verdict } from './verdict.ts'

/** More saves at a time than a person makes. */
const burst = 5

/** Reasons why no step re-runs; the first one that occurs stands for a whole burst. */
const reasonsByWeight: readonly NoRebuildReason[] = [
  'unseen by the builder',
  'as built',
  'same bytes',
  'not copied',
  'ignored',
]

/** Folds the edits of a burst into one line for their common directory; a few edits stay as they are. */
export function foldBurst(edits: readonly JudgedEdit[], snapshot: BuildSnapshot): readonly JudgedEdit[] {
  if (edits.length <= burst) return edits
  return [
    {
      path: commonDirectory(edits.map(({ path }) => path)),
      count: edits.length,
      verdict: verdictOfAll(edits, snapshot),
    },
  ]
}

function verdictOfAll(edits: readonly JudgedEdit[], snapshot: BuildSnapshot): Verdict {
  const busted = edits.flatMap(({ verdict }) => (verdict.kind === 'busts' ? verdict.steps : []))
  if (busted.length > 0) return bustsOf(busted, snapshot)
  const noRebuild = edits.flatMap(({ verdict }) => (verdict.kind === 'unaffected' ? [verdict] : []))
  const reason =
    reasonsByWeight.find((candidate) => noRebuild.some((verdict) => verdict.reason === candidate)) ??
    noRebuild[0]!.reason
  const details = new Set(noRebuild.filter((verdict) => verdict.reason === reason).map(({ detail }) => detail))
  return { kind: 'unaffected', reason, detail: details.size === 1 ? [...details][0]! : '' }
}

/** The directory that holds all paths; `.` for the context itself. */
export function commonDirectory(paths: readonly string[]): string {
  const split = paths.map((path) => path.split('/').slice(0, -1))
  const [first = [], ...rest] = split
  let length = first.length
  for (const names of rest) {
    let equal = 0
    while (equal < length && names[equal] === first[equal]) equal++
    length = equal
  }
  return first.slice(0, length).join('/') || '.'
}
