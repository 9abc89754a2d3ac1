import { digestOf } from '../../context/tree/digest.ts'
import type { InputKey } from '../model/builder-state.ts'
import { daemonRules } from '../model/daemon-features.ts'
import type { MergeVertex, StepVertex } from '../model/graph/vertex.ts'
import { inputsOf } from '../model/graph/vertex-order.ts'
import { compareInputs } from './compare-inputs.ts'
import { type InputJudgement, isStopped, judgeInput, missingWhenRun } from './input-content.ts'
import { blockedOutcome, failedOutcome, type Outcome, type OutcomeStatus } from './outcome.ts'
import type { Solving } from './solving.ts'
import { conflictWhenRun } from './stage-files/stage-paths.ts'

/**
 * Decides what a build does with a RUN, COPY, ADD or WORKDIR.
 *
 * The key holds the operation, the key of the parent and the content of all other inputs. When the parent or a source
 * stage runs first, its result may equal an earlier one. Then every stored record is a candidate that has the same
 * operation, a key that the parent may get, and equal content in all known inputs. Without a candidate the step runs
 * for certain. A cached step has candidates, too: in an earlier build its copy of a stage may have equalled an older
 * copy, and the records of both then belong to both. Source: BuildKit solver/edge.go, solver/cachemanager.go.
 */
export function judgeStep(solving: Solving, vertex: StepVertex): Outcome {
  const parent = solving.outcome(vertex.parent)
  if (isStopped(parent)) return blockedOutcome
  const parents = vertex.parentBy === 'key' ? [parent] : []
  const inputs: InputJudgement[] = []
  for (const input of vertex.inputs) {
    if (input.isParent) continue
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
 * Decides what a build does with a merge: a linked copy over its parent. Its key holds the keys of both and no content.
 * A build that ends with a merge only records it. The first step of a later build that runs on it makes the builder
 * carry it out, and its line shows that.
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
  /** The outcomes of the parent that counts by its key; for a merge also of the copy. */
  readonly parents: readonly Outcome[]
  readonly keys: readonly InputKey[]
  /** The content of a stage input is not known before the build. */
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
  // In later daemons only the direct child of a marked step is forced; steps below it find their old keys again.
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

/** The stored record of the operation on exactly these parents with equal known inputs, or null. */
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
 * The stored records of the operation on these parents whose inputs may be equal. Content from outside the build is not
 * expected to equal the result of a stage by chance.
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

/** A step on a parent that was never stored was never stored either. */
const isNew = ({ builder }: Solving, key: string): boolean => !builder.keys.has(key) && !builder.maybe.has(key)

function combinations(parents: readonly Outcome[]): readonly (readonly string[])[] {
  return parents.reduce<readonly (readonly string[])[]>(
    (chosen, { candidates }) => chosen.flatMap((keys) => candidates.map((key) => [...keys, key])),
    [[]],
  )
}
