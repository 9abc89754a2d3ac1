import type { BuilderState, CacheRecord, SourceRecord } from '../model/builder-state.ts'
import { orderVertices } from '../model/graph/vertex-order.ts'
import { releasedMirrors } from './released-mirrors.ts'
import type { Solution } from './solution.ts'
import { sourceKey, sourceName } from './source-key.ts'

/**
 * The builder state after a build: the keys of everything that it reached, cached or not. After a build that stops,
 * only earlier keys and the steps that the failing step had to wait for are certain; the rest may or may not be stored.
 */
export function rememberBuild(
  builder: BuilderState,
  solution: Solution,
  pastBuilds: BuilderState['pastBuilds'],
): BuilderState {
  const { order, outcomes, transfers, failed, finalized } = solution
  const keys = new Set(builder.keys)
  const maybe = new Set(builder.maybe)
  const aliases = new Map(builder.aliases)
  const links = new Set(builder.links)
  const pendingMerges = new Set(builder.pendingMerges)
  const records = new Map(builder.records)
  const sources = new Map(builder.sources)
  const sourceKeys = new Map(builder.sourceKeys)
  const made = failed ? madeBeforeFailing(solution) : null
  for (const vertex of order.vertices) {
    const outcome = outcomes.get(vertex.identity)!
    if (outcome.key === '') continue
    if (vertex.kind === 'image' || vertex.kind === 'remote') {
      const record: SourceRecord = sourceKey(vertex, builder)
      sources.set(sourceName(vertex), record)
      if (record.content !== null) sourceKeys.set(record.content, record.key)
    }
    if (outcome.recordKey !== null) addRecord(records, outcome.recordKey, outcome)
    if (made !== null && outcome.status !== 'cached' && !made.has(vertex.identity)) {
      if (!keys.has(outcome.key)) maybe.add(outcome.key)
      continue
    }
    keys.add(outcome.key)
    maybe.delete(outcome.key)
    if (vertex.kind === 'merge') {
      if (finalized.has(vertex.identity)) pendingMerges.delete(outcome.key)
      else if (outcome.status === 'rebuilt') pendingMerges.add(outcome.key)
    }
    for (const link of outcome.links) links.add(link)
    if (outcome.recordKey !== null && outcome.computedKey !== outcome.key) aliases.set(outcome.computedKey, outcome.key)
  }
  const mirrors = new Map(builder.mirrors)
  for (const { mirrorKey, tree } of transfers) mirrors.set(mirrorKey, tree)
  for (const mirrorKey of releasedMirrors(solution)) mirrors.delete(mirrorKey)
  const builds = builder.builds + 1
  return {
    ...builder,
    keys,
    maybe,
    records,
    aliases,
    links,
    pendingMerges,
    mirrors,
    sources,
    sourceKeys,
    builds,
    pastBuilds,
  }
}

/** When several steps fail, the first one stops the steps that the others wait for. */
function madeBeforeFailing({ outcomes }: Solution): ReadonlySet<string> {
  const failing = [...outcomes.values()].filter(({ status }) => status === 'fails')
  const last = failing.length === 1 ? failing[0]!.failsAfter : []
  return new Set(last.flatMap((vertex) => orderVertices(vertex).vertices).map(({ identity }) => identity))
}

function addRecord(records: Map<string, readonly CacheRecord[]>, at: string, { key, inputs }: CacheRecord): void {
  const known = records.get(at) ?? []
  if (!known.some((record) => record.key === key)) records.set(at, [...known, { key, inputs }])
}
