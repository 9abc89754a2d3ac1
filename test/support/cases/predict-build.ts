import { resolve } from 'node:path'
import { buildGraph, simulateBuild } from '../../../src/cache/builders.ts'
import type { BuildGraph, BuildGraphInput, BuildGraphResult } from '../../../src/cache/model/build-graph.ts'
import type { BuildRules } from '../../../src/cache/model/build-options.ts'
import type { BuilderState } from '../../../src/cache/model/builder-state.ts'
import { daemonRules } from '../../../src/cache/model/daemon-features.ts'
import type { Plan } from '../../../src/cache/model/plan/plan.ts'
import type { StepFacts } from '../../../src/cache/model/plan/step-facts.ts'
import type { PrintedStep } from '../../../src/cache/model/simulation.ts'
import type { PathMatching } from '../../../src/context/ignore/pattern-matcher.ts'
import { type DirectoryEntry, walkEntries } from '../../../src/context/tree/entry.ts'
import type { WalkFilter } from '../../../src/context/tree/walk-filter.ts'
import { withEntries } from '../../../src/context/tree/with-entries.ts'
import { FailureError } from '../../../src/diagnostics/failure.ts'
import type { BaseImage } from '../../../src/image/model/base-image.ts'
import type { ReadIgnoreFile } from '../../../src/session/build-files.ts'
import type { BuildRequest } from '../../../src/session/build-request.ts'
import { contextFault } from '../../../src/sources/files/read/context-fault.ts'
import { findDockerfile } from '../../../src/sources/files/read/find-dockerfile.ts'
import { readIgnoreFile } from '../../../src/sources/files/read/read-ignore-file.ts'
import { hashFiles, type Unhashed } from '../../../src/sources/files/tree/hash-files.ts'
import { ReaderThreads } from '../../../src/sources/files/tree/reader-threads.ts'
import { walkContext } from '../../../src/sources/files/tree/walk-context.ts'
import { parseDockerArguments } from './docker-arguments.ts'
import type { ReadyBuild } from './play-case.ts'

export type Predictor = {
  readonly rules: BuildRules
  /** What the engine knows about images, asked by complete reference. */
  readonly resolveImages: (refs: readonly string[]) => Promise<readonly BaseImage[]>
  /** Where relative paths of arguments start. */
  readonly cwd: string
}

export type Prediction = {
  /** Whether the build ends well. */
  readonly ok: boolean
  readonly error: string
  readonly printed: readonly PrintedStep[]
  /** Null: the build stops before any step. */
  readonly plan: Plan | null
  readonly facts: readonly StepFacts[]
  readonly after: BuilderState
}

/** Reads a build's files from the disk as they are now, and predicts the build against what the builder holds. */
export async function predictBuild(build: ReadyBuild, predictor: Predictor, before: BuilderState): Promise<Prediction> {
  const { rules } = predictor
  const { options, dockerfile } = parseDockerArguments(build.args, {
    cwd: predictor.cwd,
    env: { DOCKER_CONFIG: predictor.cwd, ...build.env },
    classic: predictor.rules.builder === 'legacy',
  })
  const stops = (error: string): Prediction => ({ ok: false, error, printed: [], plan: null, facts: [], after: before })
  const overrides: Pick<BuildRequest, 'baseline' | 'builder' | 'frontend' | 'daemon'> = {
    baseline: { kind: 'none', ref: null },
    builder: rules.builder,
    frontend: rules.frontend,
    daemon: rules.daemon,
  }
  const request: BuildRequest = { context: build.context, dockerfile, options, ...overrides }
  const fault = contextFault(request)
  if (fault !== null) return stops(fault.summary)
  const found = findDockerfile(request, { builder: rules.builder, known: null })
  if ('failure' in found) return stops(found.failure.summary)
  const { graph, problem } = await graphWithImages({ text: found.file.text, options, rules }, predictor)
  if (problem !== null) return stops(problem.message)

  const place = {
    context: build.context,
    shownFrom: build.context,
    dockerfile: found.file.path,
    builder: rules.builder,
  }
  const { matching } = daemonRules(rules.daemon)
  const ignore = readIgnoreFile({ ...place, emptyCounts: !graph.frontend.external, matching }, null)
  if (ignore.problem !== null) return stops(ignore.problem.message)
  const named = await readNamedContexts(graph, matching)
  const broken = [...named.values()].find((context) => context.ignore.problem !== null)
  if (broken !== undefined) return stops(broken.ignore.problem!.message)
  const simulation = simulateBuild(
    {
      graph,
      context: graph.usesContext ? await readContext(build.context, ignore.rules) : null,
      named: new Map([...named].map(([name, { tree }]) => [name, tree])),
      contextPath: resolve(build.context),
      shown: { dockerfile: found.file.path, context: build.context, baseline: { kind: 'none', ref: null } },
      rules,
      ignore: ignore.rules,
      namedIgnore: new Map([...named].map(([name, context]) => [name, context.ignore.rules])),
    },
    before,
  )
  const failing = simulation.plan.steps.find(({ status }) => status === 'fails')
  const cause = failing?.causes.find(({ kind }) => kind === 'error')
  return {
    ok: failing === undefined,
    error: cause?.kind === 'error' ? cause.message : '',
    printed: simulation.printed,
    plan: simulation.plan,
    facts: simulation.facts,
    after: simulation.after,
  }
}

/** Planned again until every image that the plan asks for is known: triggers of a base image can name further ones. */
async function graphWithImages(
  input: Omit<BuildGraphInput, 'images'>,
  { resolveImages }: Predictor,
): Promise<BuildGraphResult> {
  const images = new Map<string, BaseImage>()
  for (;;) {
    const result = buildGraph({ ...input, images })
    const unknown = (result.graph?.images ?? []).filter((ref) => !images.has(ref))
    if (unknown.length === 0) return result
    const nowhere = (ref: string): BaseImage => ({ ref, id: null, digest: null, diffIds: [], config: null })
    for (const ref of unknown) images.set(ref, nowhere(ref))
    for (const image of await resolveImages(unknown)) images.set(image.ref, image)
  }
}

type NamedContext = { readonly tree: DirectoryEntry; readonly ignore: ReadIgnoreFile }

async function readNamedContexts(
  graph: BuildGraph,
  matching: PathMatching,
): Promise<ReadonlyMap<string, NamedContext>> {
  const named = new Map<string, NamedContext>()
  for (const { name, directory } of graph.namedContexts) {
    if (named.has(name)) continue
    const place = {
      context: directory,
      shownFrom: directory,
      dockerfile: null,
      builder: 'overlay2',
      emptyCounts: true,
      matching,
    } as const
    const ignore = readIgnoreFile(place, null)
    named.set(name, { tree: await readContext(directory, ignore.rules), ignore })
  }
  return named
}

/** The whole directory as the client sees it, with every file hashed. */
async function readContext(root: string, filter: WalkFilter): Promise<DirectoryEntry> {
  const { signal } = new AbortController()
  const readers = new ReaderThreads({ helpers: 0 })
  try {
    const tree = await walkContext({ root, filter, memoryOf: () => () => null, readers, signal }, null)
    const files: Unhashed[] = []
    for (const [path, entry] of walkEntries(tree)) {
      if (entry.kind === 'file' && entry.contentDigest === null) files.push({ path, entry })
    }
    const control = { report: () => undefined, interrupted: () => false, signal }
    return withEntries(tree, (await hashFiles(root, files, control, readers)).entries)
  } catch (error) {
    if (error instanceof FailureError) throw new Error(`${root}: ${error.failure.summary}`, { cause: error })
    throw error
  }
}
