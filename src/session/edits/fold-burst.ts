import type { Moment } from './build-snapshot.ts'
import type { CalmReason } from './edit.ts'
import { bustsOf, type JudgedEdit, type Verdict } from './verdict.ts'

/** More saves than a person makes at one moment. */
const burst = 5

/** Calm reasons by how much they say of a whole batch. */
const telling: readonly CalmReason[] = ['unseen by the builder', 'as built', 'same bytes', 'not copied', 'ignored']

/** Folds the edits of a burst into one line for their common folder; a few edits stay as they are. */
export function foldBurst(edits: readonly JudgedEdit[], moment: Moment): readonly JudgedEdit[] {
  if (edits.length <= burst) return edits
  return [
    { path: commonFolder(edits.map(({ path }) => path)), count: edits.length, verdict: verdictOfAll(edits, moment) },
  ]
}

function verdictOfAll(edits: readonly JudgedEdit[], moment: Moment): Verdict {
  const busted = edits.flatMap(({ verdict }) => (verdict.kind === 'busts' ? verdict.steps : []))
  if (busted.length > 0) return bustsOf(busted, moment)
  const calm = edits.flatMap(({ verdict }) => (verdict.kind === 'calm' ? [verdict] : []))
  const reason = telling.find((candidate) => calm.some((verdict) => verdict.reason === candidate)) ?? calm[0]!.reason
  const details = new Set(calm.filter((verdict) => verdict.reason === reason).map(({ detail }) => detail))
  return { kind: 'calm', reason, detail: details.size === 1 ? [...details][0]! : '' }
}

/** The folder that holds all paths; `.` for the context itself. */
export function commonFolder(paths: readonly string[]): string {
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
