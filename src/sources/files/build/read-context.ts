import { isAbsolute, relative, resolve } from 'node:path'
import { type Entry, emptyDirectory, entryAt } from '../../../context/tree/entry.ts'
import type { Failure } from '../../../diagnostics/failure.ts'
import type { Problem } from '../../../diagnostics/problem.ts'
import type { SessionContext } from '../../../session/build-files.ts'
import type { BuildRequest } from '../../../session/build-request.ts'
import { contextReads } from '../../../session/context-report/context-reads.ts'
import {
  type ContextContent,
  type ContextReport,
  contextReport,
  type IgnoredPath,
} from '../../../session/context-report/context-report.ts'
import { type PathReport, pathReport } from '../../../session/context-report/path-report.ts'
import { readGraph } from '../../../session/predict-build.ts'
import { pathIn } from '../../../session/shown-path.ts'
import { ignoredPaths, lookAt } from '../tree/ignored-paths.ts'
import { type ReadBuildOptions, readBuild } from './read-build.ts'

/** The build that a report is about. */
export type ReportedBuild = {
  /** As shown to people: relative to the context where it is inside. */
  readonly dockerfile: string
  /** Absolute. */
  readonly context: string
  readonly target: string
  /** The ignore file of the build's own context, as shown to people; null: there is none. */
  readonly ignoreFile: string | null
}

type Unread =
  | { readonly kind: 'problem'; readonly problem: Problem }
  | { readonly kind: 'failure'; readonly failure: Failure }

export type ReadContextResult = ({ readonly kind: 'read'; readonly report: ContextReport } & ReportedBuild) | Unread

export type ReadPathResult = ({ readonly kind: 'read'; readonly report: PathReport } & ReportedBuild) | Unread

/** Reads the content of a build's contexts, the paths that its steps take, and the paths that are left out. */
export async function readContext(options: ReadBuildOptions): Promise<ReadContextResult> {
  const read = await readOnce(options)
  if (read.kind !== 'read') return read
  const { contexts, graph, facts, shown } = read
  const contents: ContextContent[] = []
  for (const context of contexts) {
    const ignored: IgnoredPath[] = []
    for await (const path of ignoredPaths(searchIn(context, options.signal))) ignored.push(path)
    contents.push({ name: context.key, tree: context.walked?.tree ?? emptyDirectory, ignored })
  }
  return { kind: 'read', report: contextReport(contents, contextReads(graph, facts)), ...shown }
}

/**
 * Reads why a build sends or reads one path. `paths` are absolute and tried in order: the first existing path counts,
 * else the first one inside a context.
 */
export async function readPath(
  options: ReadBuildOptions & { readonly paths: readonly string[] },
): Promise<ReadPathResult> {
  const read = await readOnce(options)
  if (read.kind !== 'read') return read
  const { contexts, graph, facts, inputs, rules, after, shown } = read
  const place = placeOf(contexts, options.paths)
  if (place === null) return { kind: 'failure', failure: outside(shown.context, options.paths[0]!) }
  const { context, path } = place
  const { key, root, ignore } = context
  const report = pathReport({
    context: key,
    path,
    kind: kindAt(pathIn(root, path)),
    holdsIgnored: await holdsIgnored(context, path, options.signal),
    ignore: { rules: ignore.rules, file: ignore.shown },
    inputs,
    graph,
    facts,
    rules,
    after,
  })
  return { kind: 'read', report, ...shown }
}

/** One build of the present files, for a builder that holds nothing yet. */
async function readOnce(options: ReadBuildOptions) {
  const request: BuildRequest = { ...options.request, baseline: { kind: 'none', ref: null } }
  const result = await readBuild({ ...options, request })
  if (result.kind !== 'planned') return result
  const { plan, facts } = result.simulation
  const { contexts, last } = result.session
  const { inputs, rules } = last!
  const { dockerfile, context, target } = plan
  const shown: ReportedBuild = { dockerfile, context, target, ignoreFile: contexts[0]?.ignore.shown ?? null }
  const { graph } = readGraph(inputs, rules)
  return { kind: 'read', contexts, graph: graph!, facts, inputs, rules, after: result.after, shown } as const
}

const searchIn = ({ root, walked, ignore }: SessionContext, signal: AbortSignal) => ({
  root,
  tree: walked?.tree ?? emptyDirectory,
  rules: ignore.rules,
  file: ignore.shown,
  signal,
})

type Place = { readonly context: SessionContext; readonly path: string }

function placeOf(contexts: readonly SessionContext[], paths: readonly string[]): Place | null {
  const places = paths.flatMap((path) =>
    contexts.flatMap((context) => {
      const inside = relative(context.root, resolve(path))
      return inside === '..' || inside.startsWith('../') || isAbsolute(inside) ? [] : [{ context, path: inside }]
    }),
  )
  return places.find(({ context, path }) => kindAt(pathIn(context.root, path)) !== null) ?? places[0] ?? null
}

const kindAt = (path: string): Entry['kind'] | null => lookAt(path)?.kind ?? null

async function holdsIgnored(context: SessionContext, path: string, signal: AbortSignal): Promise<boolean> {
  const { tree } = searchIn(context, signal)
  const entry = entryAt(tree, path)
  if (entry?.kind !== 'directory') return false
  const below = { ...searchIn(context, signal), below: path }
  for await (const _ of ignoredPaths(below)) return true
  return false
}

const outside = (context: string, path: string): Failure => ({
  kind: 'outside-context',
  summary: `${path} is outside the context ${context}`,
  detail: '',
  nextStep: 'give a path in the context, or another context after the path',
})
