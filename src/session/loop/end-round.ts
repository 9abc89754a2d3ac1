import { baselineTable } from '../baselines/baseline-table.ts'
import type { Watching } from '../ports.ts'
import type { SessionRequest } from './session-request.ts'
import type { SessionState } from './session-state.ts'
import { ask, goTo, reporting, type SessionTransition } from './transition.ts'
import { filesIn, pollingMs, watchStatus } from './watch-status.ts'

/** The time until a missing context is looked for again. */
const retryMs = 500

/** Asks to listen to files outside the contexts' trees, or hidden from them, on which the plan depends. */
export function followFiles(state: SessionState): SessionTransition {
  if (state.mode === 'once') return goTo(state, 'end')
  return ask(state, { kind: 'following-files' }, { type: 'follow-files', files: filesToFollow(state) })
}

function filesToFollow({ request, tried, dockerfile, contexts }: SessionState): readonly string[] {
  const { kind, ref } = request.baseline
  const baselines = ref === null ? [] : baselineTable[kind].watched(ref)
  const files = [dockerfile ?? [], ...contexts.map(({ ignore }) => ignore.looked)].flat()
  return [...new Set([...tried, ...files.flatMap(({ path, target }) => [path, target]), ...baselines])]
}

/** After following the files: reports what is watched. Another round begins if the set of watches changed. */
export function filesFollowed(
  state: SessionState,
  { watching, at }: { readonly watching: Watching; readonly at: number },
): SessionTransition {
  const { elsewhere, watches, limit } = watching
  const followed: SessionState = { ...state, watches, limit, isAsked: state.isAsked || elsewhere }
  return reporting(followed, at, state.isBroken ? [] : watchStatus(followed), (next) => goTo(next, 'end'))
}

/** Begins another round where one is wanted, or rests. */
export function endRound(state: SessionState, at: number): SessionTransition {
  if (state.isAsked || state.heard !== null) return goTo(state, 'look')
  const isWorth = state.reported.sinceBegin || !state.isPolled
  const restsFirst = !state.hasRested && state.last !== null
  const requests: SessionRequest[] = []
  if (restsFirst) requests.push({ type: 'rest', files: filesIn(state) })
  if (state.mode === 'watch') requests.push({ type: 'wake-after', ms: wakeAfter(state) })
  const rested: SessionState = { ...state, hasRested: state.hasRested || restsFirst, isPolled: false }
  return reporting(rested, at, isWorth ? [{ type: 'settled' }] : [], (next) => ({
    state: { ...next, task: { kind: 'resting' } },
    requests,
    reports: [],
  }))
}

function wakeAfter(state: SessionState): number | null {
  if (state.isOutOfReach) return retryMs
  return state.limit === null ? null : pollingMs(state)
}
