import { hash } from 'node:crypto'
import * as v from 'valibot'
import type { BuilderState } from '../model/builder-state.ts'
import { baselineBody, baselineHead } from './baseline-schema.ts'
import { DamagedTreeError, PackedTrees, treeAt, unpackTrees } from './packed-tree.ts'

// A baseline file is two lines of JSON: what kind of file it is with a checksum of the second line, then all that the
// next prediction needs of what builds left behind, and no contents of files.

const format = 'layertui-baseline'

/** Goes up when a file of an earlier program would be read wrongly; also when keys are computed in another way. */
const version = 6

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
  const body = JSON.stringify({
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
    trees: trees.all(),
  })
  return `${JSON.stringify({ format, version, sha256: hash('sha256', body) })}\n${body}\n`
}

/**
 * Reads the text of a baseline file. Returns the builder state, or the problem: the file is another one, cut off,
 * damaged, or of another version. Does not throw for the content of the file.
 */
export function parseBaseline(text: string): ParsedBaseline {
  const end = text.indexOf('\n')
  const head = v.safeParse(baselineHead, jsonOrUndefined(end < 0 ? text : text.slice(0, end)))
  if (!head.success || head.output.format !== format) {
    return { problem: text.startsWith(`{"format":"${format}`) ? 'the baseline is cut off' : 'not a baseline file' }
  }
  if (head.output.version !== version) {
    return { problem: `a baseline of version ${String(head.output.version)}; this program reads version ${version}` }
  }
  if (end < 0 || !text.endsWith('\n')) return { problem: 'the baseline is cut off' }
  const body = text.slice(end + 1, -1)
  if (hash('sha256', body) !== head.output.sha256) {
    return { problem: 'the baseline is damaged: its checksum does not match' }
  }
  return readBody(jsonOrUndefined(body))
}

function jsonOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Checks every field: a file can have a checksum that matches and still be written by another program. */
function readBody(value: unknown): ParsedBaseline {
  const parsed = v.safeParse(baselineBody, value)
  if (!parsed.success) {
    const place = v.getDotPath(parsed.issues[0])
    return { problem: `the baseline is damaged${place === null ? '' : ` at ${place}`}` }
  }
  const { recordedAt, trees: packed, ...body } = parsed.output
  try {
    const trees = unpackTrees(packed, Date.parse(recordedAt))
    const treesOf = (entries: readonly (readonly [string, number])[]) =>
      new Map(entries.map(([key, number]) => [key, treeAt(trees, number)]))
    const builder: BuilderState = {
      keys: new Set(body.keys),
      maybe: new Set(body.maybe),
      aliases: new Map(body.aliases),
      links: new Set(body.links),
      pendingMerges: new Set(body.pendingMerges),
      records: new Map(body.records),
      sources: new Map(body.sources),
      sourceKeys: new Map(body.sourceKeys),
      mirrors: treesOf(body.mirrors),
      builds: body.builds,
      pastBuilds: body.pastBuilds.map((build) => ({ ...build, trees: treesOf(build.trees) })),
      classic: body.classic,
    }
    return { builder, meta: { recordedAt }, problem: null }
  } catch (error) {
    if (error instanceof DamagedTreeError) return { problem: `the baseline is damaged: ${error.message}` }
    throw error
  }
}
