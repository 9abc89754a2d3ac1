import type { InputKey } from '../model/builder-state.ts'
import type { Vertex } from '../model/vertex.ts'
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
  /** What its result is stored by; empty where it has none. */
  readonly key: string
  /** What its key is by its inputs; another one where it turned out to be an earlier result. */
  readonly computedKey: string
  /** The keys that it may turn out to have: one, unless it depends on what runs first. */
  readonly candidates: readonly string[]
  readonly inputs: readonly InputKey[]
  /** (operation, parents): where the builder looks for records. null: a source, which has none. */
  readonly recordKey: string | null
  /** Stage inputs whose content the builder has seen once this has run. */
  readonly links: readonly string[]
  /** Runs because of `--no-cache`: it or what it starts from is marked. */
  readonly forced: boolean
  readonly ignoreCache: boolean
  /** Why it fails. */
  readonly error: string | null
  /** What the builder has made for certain before it can fail, with all that this starts from and reads. */
  readonly failsAfter: readonly Vertex[]
  /** Of a named context. */
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

/** Something outside: always at hand, its key is what it holds. */
export const sourceOutcome = (key: string, transfer: Transfer | null = null): Outcome => ({
  ...blank,
  key,
  candidates: [key],
  transfer,
})

export const failedOutcome = (error: string, failsAfter: readonly Vertex[] = []): Outcome => ({
  ...blank,
  status: 'fails',
  error,
  failsAfter,
})
export const blockedOutcome: Outcome = { ...blank, status: 'blocked' }
export const scratchOutcome: Outcome = sourceOutcome('scratch')
