import { type BuilderState, emptyBuilder } from '../../cache/model/builder-state.ts'
import type { Simulation } from '../../cache/model/simulation.ts'
import { baselineTable } from '../baselines/baseline-table.ts'
import {
  fromPresentState,
  liveBaseline,
  nothingBuilt,
  runBaseline,
  withHashedBuild,
  withPresentState,
} from '../baselines/live-baseline.ts'
import type { BuildEvent } from '../build-event.ts'
import { type ContextSnapshot, contextKey } from '../build-files.ts'
import { judge, judgeAgain } from '../edits/edit-log.ts'
import type { BaselineReading } from '../ports.ts'
import { asChecking, type BuildInputs } from '../predict-build.ts'
import { withSnapshots } from './look.ts'
import { predictNow } from './predict-now.ts'
import { noticeOf } from './reported.ts'
import { filesOf, inputsOf, isInterrupted, type SessionState, type Task } from './session-state.ts'
import { ask, fail, goTo, reporting, type SessionTransition } from './transition.ts'

/** The most rounds of hashing: a file may change faster than it can be hashed. */
const mostHashRounds = 10

/** Asks for the baseline where it is not open yet, or is read from files that may have changed. */
export function openBaseline(state: SessionState): SessionTransition {
  const { request, rules, images, baseline } = state
  const { kind, ref } = request.baseline
  const row = baselineTable[kind]
  const isFixed = ref === null || row.watched(ref).length === 0
  if (row.open === null || (baseline.stamp !== null && isFixed)) return goTo(state, 'predict')
  const opening = { name: request.baseline, request, rules, images }
  return ask(state, { kind: 'opening-baseline' }, { type: 'open-baseline', opening, known: baseline.stamp })
}

/**
 * After the answer about the baseline. A baseline that cannot be read ends a single prediction; a watched build keeps
 * the last good one and reports a notice.
 */
export function baselineRead(
  state: SessionState,
  { reading, at }: { readonly reading: BaselineReading; readonly at: number },
): SessionTransition {
  switch (reading.kind) {
    case 'unchanged':
      return goTo(state, 'predict')
    case 'opened': {
      const { stamp } = reading
      const opened = { ...state, baseline: { live: liveBaseline(reading.baseline), stamp, tried: 0 } }
      return reporting(opened, at, [noticeOf('baseline', 'error', null)], (next) => goTo(next, 'predict'))
    }
    case 'unavailable': {
      const { stamp, failure } = reading
      if (state.mode === 'once') return fail(state, at, { failure, internal: false })
      // A file that is being replaced leaves the last good baseline in force.
      const live = state.baseline.live ?? liveBaseline({ ...nothingBuilt, shown: state.request.baseline })
      const notice = noticeOf('baseline', 'error', `${failure.summary}; ${failure.nextStep}`)
      return reporting({ ...state, baseline: { ...state.baseline, live, stamp } }, at, [notice], (next) =>
        goTo(next, 'predict'),
      )
    }
  }
}

/**
 * Predicts from the present knowledge. Asks to hash the files that decide, and reports the plan with its edits when all
 * are hashed.
 */
export function predict(state: SessionState, at: number): SessionTransition {
  const { live } = state.baseline
  if (live === null || live.builder !== null) return predictFrom(state, live?.builder ?? emptyBuilder, at)
  const run = runBaseline(live, state.rules, state.baseline.tried)
  if ('unhashed' in run) return hashPast(state, run)
  return predictFrom({ ...state, baseline: { ...state.baseline, live: run, tried: 0 } }, run.builder, at)
}

function predictFrom(state: SessionState, builder: BuilderState, at: number): SessionTransition {
  const { live } = state.baseline
  const inputs = inputsOf(state)
  if (live !== null && !state.setsBaseline && isLast(state, inputs, builder)) return reportIgnored(state, at)
  const simulation = predictNow(state, builder, live?.shown ?? { kind: 'now', ref: null })
  const { plan, unhashed } = simulation
  if (unhashed.length > 0) {
    const known = live === null ? asChecking(plan) : plan
    const shown = state.mode === 'once'
    return hash(state, { kind: 'hashing', plan: known, shown, first: unhashed[0]!.path }, unhashed)
  }
  if (live === null) {
    const baseline = { live: fromPresentState(inputs, at), stamp: 'fixed', tried: 0 }
    return goTo({ ...state, baseline }, 'predict')
  }
  const { log, edits } = judge(state.edits, simulation, filesOf(state), at)
  const last = { inputs, builder, rules: state.rules, simulation }
  return reporting({ ...state, last, edits: log }, at, [{ type: 'planned', plan, edits }], (next) => {
    if (!state.setsBaseline) return goTo(next, 'follow-files')
    const set = withPresentState(live, inputs, { builder: simulation.after, at })
    return goTo({ ...next, setsBaseline: false, baseline: { ...next.baseline, live: set } }, 'predict')
  })
}

function isLast({ last, rules }: SessionState, inputs: BuildInputs, builder: BuilderState): boolean {
  return (
    last !== null &&
    last.builder === builder &&
    last.rules === rules &&
    last.inputs.text === inputs.text &&
    last.inputs.images === inputs.images &&
    last.inputs.context === inputs.context &&
    last.inputs.named.size === inputs.named.size &&
    [...inputs.named].every(([name, tree]) => last.inputs.named.get(name) === tree)
  )
}

/** No file of the build changed; ignored files may have been saved. */
function reportIgnored(state: SessionState, at: number): SessionTransition {
  const { log, edits } = judgeAgain(state.edits, filesOf(state), at)
  const { plan } = state.reported
  const events: BuildEvent[] = plan !== null && edits.length > 0 ? [{ type: 'planned', plan, edits }] : []
  return reporting({ ...state, edits: log }, at, events, (next) => goTo(next, 'follow-files'))
}

/** Asks to hash files of an earlier build; possible while they are unchanged. */
function hashPast(
  state: SessionState,
  { index, unhashed }: { readonly index: number; readonly unhashed: Simulation['unhashed'] },
): SessionTransition {
  const tried: SessionState = { ...state, baseline: { ...state.baseline, tried: index + 1 } }
  const isPresent = inputsOf(state).context === state.baseline.live!.builds[index]!.context
  return isPresent ? hash(tried, { kind: 'hashing-past', index }, unhashed) : goTo(tried, 'predict')
}

function hash(state: SessionState, task: Task, unhashed: Simulation['unhashed']): SessionTransition {
  const files = state.contexts.flatMap(({ key }) => {
    const paths = unhashed.filter(({ context }) => contextKey(context) === key).map(({ path }) => path)
    return paths.length === 0 ? [] : [{ key, paths }]
  })
  return ask(state, task, { type: 'hash', files })
}

/** Shows the unfinished plan if hashing takes longer than a short time. */
export function hashingGoesOn(
  state: SessionState,
  task: Task & { readonly kind: 'hashing' },
  { done, total, at }: { readonly done: number; readonly total: number | null; readonly at: number },
): SessionTransition {
  const progress: BuildEvent = { type: 'progress', phase: 'hashing', done, total }
  const plan: BuildEvent = { type: 'planned', plan: task.plan, edits: [] }
  return reporting(state, at, task.shown ? [progress] : [plan, progress], (next) => ({
    state: { ...next, task: { ...task, shown: true } },
    requests: [],
    reports: [],
  }))
}

/**
 * After hashing: predicts again with the new digests. A single prediction fails if files keep changing after the last
 * round.
 */
export function hashed(
  state: SessionState,
  task: Task & { readonly kind: 'hashing' | 'hashing-past' },
  { snapshots, at }: { readonly snapshots: readonly ContextSnapshot[]; readonly at: number },
): SessionTransition {
  const known: SessionState = { ...state, contexts: withSnapshots(state.contexts, snapshots) }
  if (task.kind === 'hashing-past') {
    const { baseline } = known
    const { context, named } = inputsOf(known)
    const live = withHashedBuild(baseline.live!, task.index, { context, named })
    return goTo({ ...known, baseline: { ...baseline, live } }, 'predict')
  }
  if (isInterrupted(state)) return goTo(known, 'follow-files')
  const hashRounds = state.hashRounds + 1
  if (state.mode === 'once' && hashRounds >= mostHashRounds) return fail(known, at, restless(task))
  return goTo({ ...known, hashRounds }, 'predict')
}

const restless = (task: Task & { readonly kind: 'hashing' }) => ({
  failure: {
    kind: 'context-restless' as const,
    summary: `${task.first} keeps changing while it is read`,
    detail: '',
    nextStep: 'wait until it is written, or add it to .dockerignore',
  },
  internal: false,
})
