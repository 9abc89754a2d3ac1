import type { DirectoryEntry } from '../../context/tree/entry.ts'
import type { BuilderState, CacheRecord, SourceRecord } from '../model/builder-state.ts'
import type { RulesInForce } from '../model/plan.ts'
import type { StepFacts } from '../model/step-facts.ts'
import { PackedTrees, treeAt, unpackTrees } from './packed-tree.ts'
import { readClassicState } from './read-classic-state.ts'
import { BaselineShapeError, listOf, recordOf, stringsOf } from './shape.ts'

// A baseline file is one JSON object: all that the next prediction needs of what builds left behind, and no contents.

const format = 'layertui-baseline'

/** Goes up when a file of an earlier program would be read wrongly; also when keys are computed in another way. */
const version = 4

export type BaselineMeta = {
  /** ISO 8601. */
  readonly recordedAt: string
}

export type ParsedBaseline =
  | { readonly builder: BuilderState; readonly meta: BaselineMeta; readonly problem: null }
  /** One line, to follow the file's name. */
  | { readonly problem: string }

/** The text of a baseline file that holds what `builder` remembers. */
export function serializeBaseline(builder: BuilderState, meta: BaselineMeta): string {
  const trees = new PackedTrees()
  const body = {
    format,
    version,
    recordedAt: meta.recordedAt,
    builds: builder.builds,
    keys: [...builder.keys],
    maybe: [...builder.maybe],
    aliases: [...builder.aliases],
    links: [...builder.links],
    pendingMerges: [...builder.pendingMerges],
    records: [...builder.records],
    sources: [...builder.sources],
    sourceKeys: [...builder.sourceKeys],
    mirrors: [...builder.mirrors].map(([key, tree]) => [key, trees.numberOf(tree)]),
    pastBuilds: builder.pastBuilds.map((build) => ({
      ...build,
      trees: [...build.trees].map(([name, tree]) => [name, trees.numberOf(tree)]),
    })),
    classic: builder.classic,
  }
  return `${JSON.stringify({ ...body, trees: trees.all() })}\n`
}

/** Reads a baseline file. A text that is none, is cut off, or is of another version is a problem, never an exception. */
export function parseBaseline(text: string): ParsedBaseline {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return { problem: text.includes(format) ? 'the baseline is cut off' : 'not a baseline file' }
  }
  try {
    const body = recordOf(value)
    if (body.format !== format) return { problem: 'not a baseline file' }
    if (body.version !== version) {
      return { problem: `a baseline of version ${String(body.version)}; this program reads version ${version}` }
    }
    const recordedAt = typeof body.recordedAt === 'string' ? body.recordedAt : ''
    return { builder: readBuilder(body), meta: { recordedAt }, problem: null }
  } catch (error) {
    if (error instanceof BaselineShapeError) return { problem: error.message }
    throw error
  }
}

function readBuilder(body: Readonly<Record<string, unknown>>): BuilderState {
  const trees = unpackTrees(listOf(body.trees))
  const readTree = (number: unknown): DirectoryEntry => treeAt(trees, number)
  return {
    keys: new Set(stringsOf(body.keys)),
    maybe: new Set(stringsOf(body.maybe)),
    aliases: entriesOf(body.aliases, (value) => stringsOf([value])[0]!),
    links: new Set(stringsOf(body.links)),
    pendingMerges: new Set(body.pendingMerges === undefined ? [] : stringsOf(body.pendingMerges)),
    records: entriesOf(body.records, (value) =>
      listOf(value).map((record) => recordOf(record) as unknown as CacheRecord),
    ),
    sources: entriesOf(body.sources, (value) => recordOf(value) as unknown as SourceRecord),
    sourceKeys: entriesOf(body.sourceKeys, (value) => stringsOf([value])[0]!),
    mirrors: entriesOf(body.mirrors, readTree),
    builds: typeof body.builds === 'number' ? body.builds : 0,
    pastBuilds: listOf(body.pastBuilds)
      .map(recordOf)
      .map((build) => ({
        steps: listOf(build.steps).map((step) => recordOf(step) as unknown as StepFacts),
        trees: entriesOf(build.trees, readTree),
        rules: recordOf(build.rules) as unknown as RulesInForce,
        ...(build.replaced === true ? { replaced: true } : null),
      })),
    classic: readClassicState(body.classic),
  }
}

function entriesOf<Value>(value: unknown, read: (value: unknown) => Value): ReadonlyMap<string, Value> {
  return new Map(
    listOf(value).map((entry) => {
      const [key, item] = listOf(entry)
      return [stringsOf([key])[0]!, read(item)] as const
    }),
  )
}
