import { type Failure, FailureError } from '../../diagnostics/failure.ts'
import type { BuildEvent } from '../build-event.ts'
import type { Progress, SessionPorts } from '../ports.ts'
import { advance } from './advance.ts'
import type { Answer, Fact } from './fact.ts'
import type { Question, SessionRequest } from './session-request.ts'
import { isInterrupted, type SessionState } from './session-state.ts'

export type Driving = {
  readonly ports: SessionPorts
  readonly report: (event: BuildEvent) => void
  /** Asks for a fact `time-passed` after so many milliseconds, instead of an earlier request; null: cancels it. */
  readonly wakeAfter: (ms: number | null) => void
  /** The first plan is complete and no work is running. `files` is the number of files in the contexts. */
  readonly rest: (files: number) => void
  /** Ends the session: nothing is reported after it. */
  readonly signal: AbortSignal
}

export type DrivenSession = {
  /** Tells the session what happened. */
  readonly report: (fact: Fact) => void
  readonly state: () => SessionState
  /** Resolves when no question is waiting for its answer. */
  readonly whenIdle: () => Promise<void>
}

/** Performs the requests of a session and reports the answers to it. All decisions are in `advance`. */
export function driveSession(start: SessionState, driving: Driving): DrivenSession {
  const { ports, signal } = driving
  let state = start
  let asking: Promise<void> = Promise.resolve()

  function report(fact: Fact): void {
    if (signal.aborted) return
    const { state: next, requests, reports } = advanceSafely(state, fact, ports.clock.now())
    state = next
    for (const event of reports) driving.report(event)
    for (const request of requests) perform(request)
  }

  function perform(request: SessionRequest): void {
    switch (request.type) {
      case 'keep-contexts':
        return ports.trees.keepOnly(request.keys)
      case 'wake-after':
        return driving.wakeAfter(request.ms)
      case 'rest':
        return driving.rest(request.files)
      case 'look':
      case 'read-dockerfile':
      case 'read-ignore-files':
      case 'resolve-images':
      case 'walk':
      case 'open-baseline':
      case 'hash':
      case 'follow-files':
        asking = answerTo(request).then(report)
    }
  }

  async function answerTo(question: Question): Promise<Answer> {
    const progress: Progress = {
      report: (phase, done, total) => report({ type: 'progress', phase, done, total }),
      interrupted: () => question.type === 'hash' && isInterrupted(state),
      signal,
    }
    try {
      const answer = await performQuestion(question, ports, progress)
      // Changes that were reported meanwhile are handled first.
      if (question.type === 'hash') await ports.clock.turn()
      return answer
    } catch (error) {
      return failed(error)
    }
  }

  async function whenIdle(): Promise<void> {
    for (let last = null; last !== asking; ) {
      last = asking
      await last
    }
  }

  return { report: report, state: () => state, whenIdle }
}

/** A bug ends one round, not the watching: the next save is judged as usual. */
function advanceSafely(state: SessionState, fact: Fact, at: number): ReturnType<typeof advance> {
  try {
    return advance(state, { ...fact, at })
  } catch (error) {
    return advance(state, { ...failed(error), at })
  }
}

function failed(error: unknown): Answer & { readonly type: 'request-failed' } {
  if (error instanceof FailureError) return { type: 'request-failed', failure: error.failure, internal: false }
  return { type: 'request-failed', failure: internalFailure(error), internal: true }
}

const internalFailure = (error: unknown): Failure => ({
  kind: 'internal-error',
  summary: `internal error: ${error instanceof Error ? error.message : String(error)}`,
  detail: error instanceof Error ? (error.stack ?? '') : '',
  nextStep: 'please report this; the next save is checked as usual',
})

async function performQuestion(question: Question, ports: SessionPorts, progress: Progress): Promise<Answer> {
  const { files, trees, baselines, changes, images, clock } = ports
  switch (question.type) {
    case 'look': {
      const contexts = []
      for (const context of question.contexts) contexts.push(await trees.look(context, question.reach, progress))
      return { type: 'looked-at', contexts }
    }
    case 'read-dockerfile': {
      const { request, builder, known, after } = question
      if (after > 0) await clock.delay(after, progress.signal)
      return { type: 'dockerfile-read', reading: files.readDockerfile(request, { builder, known }) }
    }
    case 'read-ignore-files': {
      const read = question.places.map(({ place, known }) => files.readIgnoreFile(place, known))
      return { type: 'ignore-files-read', files: read }
    }
    case 'resolve-images':
      return { type: 'images-resolved', images: await images.resolve(question.refs, progress.signal) }
    case 'walk': {
      const snapshots = []
      for (const context of question.contexts) snapshots.push(await trees.walk(context, progress))
      return { type: 'walked', snapshots }
    }
    case 'open-baseline':
      return { type: 'baseline-read', reading: await baselines.open(question.opening, question.known, progress) }
    case 'hash': {
      const snapshots = []
      for (const { key, paths } of question.files) snapshots.push(await trees.hash(key, paths, progress))
      return { type: 'hashed', snapshots }
    }
    case 'follow-files':
      return { type: 'files-followed', watching: await changes.follow(question.files) }
  }
}
