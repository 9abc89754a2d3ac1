import type { BuildRules } from '../../cache/model/build-options.ts'
import type { BuilderState } from '../../cache/model/builder-state.ts'
import type { Plan } from '../../cache/model/plan/plan.ts'
import type { Simulation } from '../../cache/model/simulation.ts'
import type { BaseImage } from '../../image/model/base-image.ts'
import type { LiveBaseline } from '../baselines/live-baseline.ts'
import type { DockerfileText, SessionContext } from '../build-files.ts'
import type { BuildRequest } from '../build-request.ts'
import { type EditLog, emptyEditLog } from '../edits/edit-log.ts'
import type { ReadFiles } from '../edits/saved-changes.ts'
import type { EngineInfo } from '../engine-event.ts'
import type { Batch } from '../ports.ts'
import type { BuildInputs } from '../predict-build.ts'
import { rulesInForce } from '../rules-in-force.ts'
import { nothingReported, type Reported } from './reported.ts'

/** The parts of a round, in their order. */
export type Phase =
  | 'look'
  | 'read'
  | 'convert'
  | 'show-steps'
  | 'walk'
  | 'open-baseline'
  | 'predict'
  | 'follow-files'
  | 'end'

/** The present task of a session. `resting`: it waits for an event; `next`: the phase can begin. */
export type Task =
  | { readonly kind: 'resting' }
  | { readonly kind: 'next'; readonly stage: Phase }
  | { readonly kind: 'looking'; readonly batch: Batch | null; readonly since: number; readonly everything: boolean }
  /** `again`: the file was empty at the first reading. */
  | { readonly kind: 'reading-dockerfile'; readonly again: boolean }
  | { readonly kind: 'reading-ignore-files'; readonly contexts: readonly Omit<SessionContext, 'ignore'>[] }
  | { readonly kind: 'resolving-images' }
  | { readonly kind: 'walking'; readonly since: number }
  | { readonly kind: 'opening-baseline' }
  /** `shown`: the plan as far as it is known has been reported. `first`: the first of the files. */
  | { readonly kind: 'hashing'; readonly plan: Plan; readonly shown: boolean; readonly first: string }
  /** For the build of the past at this index. */
  | { readonly kind: 'hashing-past'; readonly index: number }
  | { readonly kind: 'following-files' }

/** A complete plan and its inputs. */
export type Predicted = {
  readonly inputs: BuildInputs
  readonly builder: BuilderState
  readonly rules: BuildRules
  readonly simulation: Simulation
}

/** One build, read once or watched. */
export type SessionState = {
  readonly request: BuildRequest
  /** `once`: ends with the first complete plan, waits for images, and takes a failure for the answer. */
  readonly mode: 'watch' | 'once'
  /** The platform of this machine. */
  readonly machine: string
  readonly rules: BuildRules
  readonly images: ReadonlyMap<string, BaseImage>
  readonly imagesAsked: ReadonlySet<string>
  /** The Dockerfile as last read, also if it is broken; null: there was none. */
  readonly dockerfile: DockerfileText | null
  /** The absolute paths at which a Dockerfile was searched. */
  readonly tried: readonly string[]
  /** The contexts that the last graph reads, the build's own first. */
  readonly contexts: readonly SessionContext[]
  readonly baseline: {
    /** null until it is known; `now` becomes known with the first complete prediction. */
    readonly live: LiveBaseline | null
    readonly stamp: string | null
    /** Its builds before this index were tried to be hashed since it was run last. */
    readonly tried: number
  }
  readonly edits: EditLog
  readonly task: Task
  /** Reported changes that have not been looked at. */
  readonly heard: Batch | null
  /** A round is wanted. */
  readonly isAsked: boolean
  /** Everything is to be looked at in the next round. */
  readonly lookAtAll: boolean
  /** The present round was started only by the clock. */
  readonly isPolled: boolean
  /** The next complete prediction becomes the baseline. */
  readonly setsBaseline: boolean
  readonly last: Predicted | null
  /** The number of hashing rounds for the present prediction. */
  readonly hashRounds: number
  readonly hasRested: boolean
  /** The context was out of reach in this round. */
  readonly isOutOfReach: boolean
  /** The build would stop before any step, as far as this round has read. */
  readonly isBroken: boolean
  /** The time that the last walk of everything took, in milliseconds. */
  readonly walkMs: number
  readonly watches: number
  /** The reason why some changes are not reported. */
  readonly limit: string | null
  readonly reported: Reported
}

/** A session that has not begun. `images`: those that are known from the start. */
export function newSession(given: {
  readonly request: BuildRequest
  readonly mode: SessionState['mode']
  readonly machine: string
  readonly engine: EngineInfo | null
  readonly images?: ReadonlyMap<string, BaseImage>
  readonly rules?: BuildRules
}): SessionState {
  const { request, mode, machine, engine } = given
  return {
    request,
    mode,
    machine,
    rules: given.rules ?? rulesInForce(request, engine, machine),
    images: given.images ?? new Map(),
    imagesAsked: new Set(),
    dockerfile: null,
    tried: [],
    contexts: [],
    baseline: { live: null, stamp: null, tried: 0 },
    edits: emptyEditLog,
    task: { kind: 'resting' },
    heard: null,
    isAsked: false,
    lookAtAll: false,
    isPolled: false,
    setsBaseline: false,
    last: null,
    hashRounds: 0,
    hasRested: false,
    isOutOfReach: false,
    isBroken: false,
    walkMs: 0,
    watches: 0,
    limit: null,
    reported: nothingReported,
  }
}

/** The inputs of a build that starts now; complete after a walk. */
export function inputsOf({ request, dockerfile, contexts, images }: SessionState): BuildInputs {
  const [own, ...named] = contexts
  return {
    text: dockerfile?.text ?? '',
    options: request.options,
    context: own?.walked?.tree ?? null,
    named: new Map(named.flatMap(({ key, walked }) => (walked === null ? [] : [[key, walked.tree] as const]))),
    contextPath: request.context,
    images,
    ignore: own?.ignore.rules ?? null,
    namedIgnore: new Map(named.map(({ key, ignore }) => [key, ignore.rules])),
  }
}

export const filesOf = ({ request, dockerfile, contexts }: SessionState): ReadFiles => ({
  shownFrom: request.context,
  dockerfile,
  contexts,
})

/** A change was reported while work is running, so the files that are being hashed may be outdated. */
export const isInterrupted = ({ heard, mode }: SessionState): boolean => heard !== null && mode === 'watch'
