import type { BaseImage } from '../../image/model/base-image.ts'
import { type LiveBaseline, withLearnedImages, withOtherRules } from '../baselines/live-baseline.ts'
import type { BuildEvent } from '../build-event.ts'
import type { EngineInfo } from '../engine-event.ts'
import { rulesInForce } from '../rules-in-force.ts'
import { endRound, filesFollowed, followFiles } from './end-round.ts'
import type { Answer, DatedFact } from './fact.ts'
import { look, lookedAt, mergedBatch } from './look.ts'
import { baselineRead, hashed, hashingGoesOn, openBaseline, predict } from './predict.ts'
import {
  convert,
  dockerfileRead,
  ignoreFilesRead,
  imagesResolved,
  readDockerfile,
  showSteps,
  walk,
  walked,
  withImages,
} from './read.ts'
import type { SessionRequest } from './session-request.ts'
import type { Phase, SessionState } from './session-state.ts'
import { fail, goTo, reporting, type SessionTransition } from './transition.ts'

/**
 * Answers a fact with the next state of the session, the requests to be done outside, and the reports. One build goes
 * through phases (look, read, convert, walk, predict, …), one round at a time; a fact that comes meanwhile leads to
 * another round. An outdated answer changes nothing.
 */
export function advance(state: SessionState, fact: DatedFact): SessionTransition {
  let transition = afterFact(state, fact)
  const requests: SessionRequest[] = [...transition.requests]
  const reports: BuildEvent[] = [...transition.reports]
  while (transition.state.task.kind === 'next') {
    transition = stages[transition.state.task.stage](transition.state, fact.at)
    requests.push(...transition.requests)
    reports.push(...transition.reports)
  }
  return { state: transition.state, requests, reports }
}

const stages: Readonly<Record<Phase, (state: SessionState, at: number) => SessionTransition>> = {
  look,
  read: readDockerfile,
  convert,
  'show-steps': showSteps,
  walk,
  'open-baseline': openBaseline,
  predict,
  'follow-files': followFiles,
  end: endRound,
}

function afterFact(state: SessionState, fact: DatedFact): SessionTransition {
  switch (fact.type) {
    case 'started':
      return begin({ ...state, isAsked: true }, fact.at)
    case 'changes-heard':
      return begin({ ...state, heard: mergedBatch(state.heard, fact.batch) }, fact.at)
    case 'resumed': {
      const batch = { at: fact.at, hints: new Map(), doubt: true }
      return begin({ ...state, heard: mergedBatch(state.heard, batch) }, fact.at)
    }
    case 'engine-known':
      return begin(withEngine(state, fact.engine), fact.at)
    case 'images-known':
      return begin(withKnownImages(state, fact.images), fact.at)
    case 'baseline-set':
      // The present state of the disk counts, whether or not a change was reported.
      return begin({ ...state, isAsked: true, lookAtAll: true, setsBaseline: true }, fact.at)
    case 'time-passed': {
      const isPolled = state.task.kind === 'resting'
      return begin({ ...state, isAsked: true, lookAtAll: true, isPolled }, fact.at)
    }
    case 'progress':
      return withProgress(state, fact)
    case 'looked-at':
    case 'dockerfile-read':
    case 'ignore-files-read':
    case 'images-resolved':
    case 'walked':
    case 'baseline-read':
    case 'hashed':
    case 'files-followed':
    case 'request-failed':
      return afterAnswer(state, fact)
  }
}

/** Begins a round where one is wanted and none is under way. */
function begin(state: SessionState, at: number): SessionTransition {
  const wanted = state.isAsked || state.heard !== null
  if (state.task.kind !== 'resting' || !wanted) return unchanged(state)
  return goTo({ ...state, reported: { ...state.reported, sinceBegin: false, busySince: at } }, 'look')
}

const unchanged = (state: SessionState): SessionTransition => ({ state, requests: [], reports: [] })

function withEngine(state: SessionState, engine: EngineInfo | null): SessionState {
  const rules = rulesInForce(state.request, engine, state.machine)
  if (JSON.stringify(rules) === JSON.stringify(state.rules)) return state
  return { ...withBaseline(state, withOtherRules), rules, isAsked: true }
}

/** When an engine goes away, its images stay known: an unknown base image counts as unchanged. */
function withKnownImages(state: SessionState, images: readonly BaseImage[]): SessionState {
  const news = images.filter(({ ref, id }) => id !== null || !state.images.has(ref))
  if (news.length === 0) return state
  const known = withBaseline(state, (live) => withLearnedImages(live, images))
  return { ...known, images: withImages(state.images, news), isAsked: true }
}

function withBaseline(state: SessionState, change: (live: LiveBaseline) => LiveBaseline): SessionState {
  const { live } = state.baseline
  return live === null ? state : { ...state, baseline: { ...state.baseline, live: change(live), tried: 0 } }
}

function withProgress(state: SessionState, fact: DatedFact & { readonly type: 'progress' }): SessionTransition {
  const { phase, done, total, at } = fact
  if (state.task.kind === 'resting') return unchanged(state)
  // A report decides itself from when on work is worth a line.
  if (state.mode === 'once') return { state, requests: [], reports: [{ type: 'progress', phase, done, total }] }
  if (state.task.kind !== 'hashing' || phase === 'walking')
    return reporting(state, at, [{ type: 'progress', phase, done, total }], unchanged)
  return total !== null && done >= total ? unchanged(state) : hashingGoesOn(state, state.task, { done, total, at })
}

function afterAnswer(state: SessionState, answer: Answer & { readonly at: number }): SessionTransition {
  const { task } = state
  switch (answer.type) {
    case 'looked-at':
      return task.kind === 'looking' ? lookedAt(state, task, answer) : unchanged(state)
    case 'dockerfile-read':
      return task.kind === 'reading-dockerfile' ? dockerfileRead(state, task, answer) : unchanged(state)
    case 'ignore-files-read':
      return task.kind === 'reading-ignore-files' ? ignoreFilesRead(state, task, answer) : unchanged(state)
    case 'images-resolved':
      return task.kind === 'resolving-images' ? imagesResolved(state, answer.images) : unchanged(state)
    case 'walked':
      return task.kind === 'walking' ? walked(state, task, answer) : unchanged(state)
    case 'baseline-read':
      return task.kind === 'opening-baseline' ? baselineRead(state, answer) : unchanged(state)
    case 'hashed':
      return task.kind === 'hashing' || task.kind === 'hashing-past' ? hashed(state, task, answer) : unchanged(state)
    case 'files-followed':
      return task.kind === 'following-files' ? filesFollowed(state, answer) : unchanged(state)
    case 'request-failed':
      return task.kind === 'resting' ? unchanged(state) : fail(state, answer.at, answer)
  }
}
