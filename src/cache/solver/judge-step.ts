import { digestOf } from '../../context/tree/digest.ts'
import type { InputKey } from '../model/builder-state.ts'
import { daemonRules } from '../model/daemon-features.ts'
import type { MergeVertex, StepVertex } from '../model/vertex.ts'
import { inputsOf } from '../model/vertex-order.ts'
import { compareInputs } from './compare-inputs.ts'
import { type InputJudgement, isStopped, judgeInput, missingWhenRun } from './input-content.ts'
import { blockedOutcome, failedOutcome, type Outcome, type OutcomeStatus } from './outcome.ts'
import type { Solving } from './solving.ts'
import { conflictWhenRun } from './stage-files/stage-paths.ts'

/**
 * What a build does with RUN, COPY, ADD or WORKDIR.
 *
 * The key is made of the operation, the parent's key and the content of everything else that is read. Where a parent or a
 * stage it reads from must run first, its content may turn out to equal an earlier one: then every stored record of the
 * same operation under a key that the parent may have, and with equal content of all that is known, is a candidate. No
 * candidate: it runs for certain. A cached step has candidates too: what it copied of a stage may have turned out, in a
 * build before, to equal what an earlier build had copied, and then what was built upon either belongs to both.
 * Source: BuildKit solver/edge.go, solver/cachemanager.go.
 */
export function judgeStep(solving: Solving, vertex: StepVertex): Outcome {
  const parent = solving.outcome(vertex.parent)
  if (isStopped(parent)) return blockedOutcome
  const parents = vertex.parentBy === 'key' ? [parent] : []
  const inputs: InputJudgement[] = []
  for (const input of vertex.inputs) {
    if (input.own) continue
    const judged = judgeInput(solving, vertex, input, parents[0]?.key ?? '')
    if (judged.kind === 'blocked') return blockedOutcome
    if (judged.kind === 'missing')
      return failedOutcome(judged.message, judged.stage === undefined ? [] : [judged.stage])
    inputs.push(judged)
  }
  const open = inputs.some(({ kind }) => kind === 'unhashed')
  const keys = inputs.flatMap((judged) => ('key' in judged ? [judged.key] : []))
  const uncertain = inputs.some((judged) => judged.kind === 'stage' && !judged.settled)
  const outcome = settle(solving, { vertex, parents, keys, uncertain, open })

  if (outcome.status === 'checking') return outcome
  const error = whyItStops(solving, vertex, outcome.status)
  if (error !== null)
    return failedOutcome(
      error,
      inputsOf(vertex).filter((input) => input !== null),
    )
  return { ...outcome, links: inputs.flatMap((judged) => (judged.kind === 'stage' ? [judged.link] : [])) }
}

function whyItStops(solving: Solving, vertex: StepVertex, status: OutcomeStatus): string | null {
  if (status === 'cached') return null
  const error = vertex.failure ?? missingWhenRun(solving, vertex.inputs)
  return error === null && status === 'rebuilt' ? conflictWhenRun(solving, vertex) : error
}

/**
 * A linked copy laid over its parent: no content of its own counts. A build that ends with a merge only notes it; the
 * first step that runs on it in a later build makes the builder carry it out, which its line shows.
 */
export function judgeMerge(solving: Solving, vertex: MergeVertex): Outcome {
  const parents = [solving.outcome(vertex.parent), solving.outcome(vertex.copy)]
  if (parents.some(isStopped)) return blockedOutcome
  const outcome = settle(solving, { vertex, parents, keys: [], uncertain: false, open: false })
  const pending = solving.finalized.has(vertex.identity) && solving.builder.pendingMerges.has(outcome.key)
  return pending && outcome.status === 'cached' ? { ...outcome, status: 'rebuilt' } : outcome
}

type Unsettled = {
  readonly vertex: StepVertex | MergeVertex
  /** What it starts from, where that counts by its key; of a merge also what is laid over it. */
  readonly parents: readonly Outcome[]
  readonly keys: readonly InputKey[]
  /** A stage input cannot be told before the build. */
  readonly uncertain: boolean
  /** An input is not hashed yet. */
  readonly open: boolean
}

function settle(solving: Solving, { vertex, parents, keys, uncertain, open }: Unsettled): Outcome {
  const { builder, rules } = solving
  const [parent] = parents
  const operation = vertex.kind === 'merge' ? 'merge' : vertex.operation
  const recordKey = digestOf('record', operation, ...parents.map(({ key }) => key))
  const computedKey = digestOf(
    'key',
    recordKey,
    keys.map(({ kind, digest }) => [kind, digest]),
  )
  const key = builder.aliases.get(computedKey) ?? computedKey
  const ignoreCache = solving.ignoreCache.has(vertex.identity)
  // From 0.32 on only the direct child of a marked step is forced: what comes after finds its old key again.
  const above = daemonRules(rules.daemon).forcesOneChild ? parent?.ignoreCache : parent?.forced
  const forced = ignoreCache || (above ?? false)
  const settled = (status: OutcomeStatus, candidates: readonly string[] = [key]): Outcome => ({
    status,
    key,
    computedKey,
    candidates,
    inputs: keys,
    recordKey,
    links: [],
    forced,
    ignoreCache,
    error: null,
    failsAfter: [],
    transfer: null,
  })

  if (forced) return settled('rebuilt')
  if (parents.some((outcome) => outcome.status === 'rebuilt' && isNew(solving, outcome.key))) return settled('rebuilt')
  if (open || parents.some(({ status }) => status === 'checking')) return settled('checking')
  const certain = parents.every(({ status }) => status !== 'depends')
  const alike = combinations(parents).flatMap((parentKeys) => alikeUnder(solving, operation, parentKeys, keys))
  if (certain) {
    const same = !uncertain && builder.keys.has(key) ? key : storedEqual(solving, operation, parents, keys)
    if (same !== null) return { ...settled('cached', candidatesOf([same], alike)), key: same }
  }
  const maybe = certain && !uncertain && builder.maybe.has(key) ? [key] : []
  const candidates = candidatesOf(maybe, alike)
  return candidates.length > 0 ? settled('depends', candidates) : settled('rebuilt')
}

type AlikeRecord = { readonly key: string; readonly comparison: 'equal' | 'unknown' }

const candidatesOf = (first: readonly string[], alike: readonly AlikeRecord[]): readonly string[] => [
  ...new Set([...first, ...alike.map(({ key }) => key)]),
]

/** A stored result of the operation upon these very parents that is known to have read the same; null: none. */
function storedEqual(
  solving: Solving,
  operation: string,
  parents: readonly Outcome[],
  inputs: readonly InputKey[],
): string | null {
  const parentKeys = parents.map(({ key }) => key)
  const equal = alikeUnder(solving, operation, parentKeys, inputs).find(
    ({ key, comparison }) => comparison === 'equal' && solving.builder.keys.has(key),
  )
  return equal?.key ?? null
}

/**
 * What was stored of the operation upon these parents, as far as it may have read the same. What is read from outside is
 * not supposed to equal by chance what a stage once made.
 */
function alikeUnder(
  { builder }: Solving,
  operation: string,
  parentKeys: readonly string[],
  inputs: readonly InputKey[],
): readonly AlikeRecord[] {
  const readsStage = inputs.some(({ kind }) => kind === 'stage')
  return (builder.records.get(digestOf('record', operation, ...parentKeys)) ?? []).flatMap(
    ({ key, inputs: recorded }) => {
      const comparison = compareInputs(recorded, inputs)
      return comparison === 'equal' || (comparison === 'unknown' && readsStage) ? [{ key, comparison }] : []
    },
  )
}

/** What starts from a result that was never stored was never stored itself. */
const isNew = ({ builder }: Solving, key: string): boolean => !builder.keys.has(key) && !builder.maybe.has(key)

function combinations(parents: readonly Outcome[]): readonly (readonly string[])[] {
  return parents.reduce<readonly (readonly string[])[]>(
    (chosen, { candidates }) => chosen.flatMap((keys) => candidates.map((key) => [...keys, key])),
    [[]],
  )
}
