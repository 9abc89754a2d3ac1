import type { InputKey } from '../model/builder-state.ts'
import type { Vertex } from '../model/graph/vertex.ts'
import type { Transfer } from './transfer-context.ts'

/**
 * - `cached`, `rebuilt`: certain.
 * - `depends`: the engine knows only after another step has run.
 * - `fails`: the build stops here; `blocked`: the build never reaches it.
 * - `checking`: files that decide are not hashed yet.
 */
export type OutcomeStatus = 'cached' | 'rebuilt' | 'depends' | 'fails' | 'blocked' | 'checking'

/** The outcome of one vertex in a build. */
export type Outcome = {
  readonly status: OutcomeStatus
  /** The key under which its result is stored; empty if there is none. */
  readonly key: string
  /** The key that follows from its inputs. `key` differs from it if the result turned out to equal an earlier one. */
  readonly computedKey: string
  /** The keys that it may turn out to have: one, unless it depends on what runs first. */
  readonly candidates: readonly string[]
  readonly inputs: readonly InputKey[]
  /** Key of operation and parents, under which the builder looks for records. null: a source, which has no records. */
  readonly recordKey: string | null
  /** Stage inputs whose content the builder has seen once this has run. */
  readonly links: readonly string[]
  /** Re-runs because `--no-cache` marks it or a vertex below it. */
  readonly forced: boolean
  readonly ignoreCache: boolean
  /** Why it fails. */
  readonly error: string | null
  /** The vertices that the builder has certainly made before this one can fail, with their parents and inputs. */
  readonly failsAfter: readonly Vertex[]
  /** Only for a named context. */
  readonly transfer: Transfer | null
}

const blank: Outcome = {
  status: 'cached',
  key: '',
  computedKey: '',
  candidates: [],
  inputs: [],
  recordKey: null,
  links: [],
  forced: false,
  ignoreCache: false,
  error: null,
  failsAfter: [],
  transfer: null,
}

/** The outcome of a source outside the build. It is always available, and its key is its content. */
export const sourceOutcome = (key: string, transfer: Transfer | null = null): Outcome => ({
  ...blank,
  key,
  candidates: [key],
  transfer,
})

/**
 * The outcome of a vertex at which the build stops. `error` is BuildKit's message; `failsAfter` lists the vertices that
 * it has certainly made before.
 */
export const failedOutcome = (error: string, failsAfter: readonly Vertex[] = []): Outcome => ({
  ...blank,
  status: 'fails',
  error,
  failsAfter,
})
export const blockedOutcome: Outcome = { ...blank, status: 'blocked' }
export const scratchOutcome: Outcome = sourceOutcome('scratch')
