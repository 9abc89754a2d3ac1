import type { BuildGraph } from '../../cache/model/build-graph.ts'
import { emptyBuilder } from '../../cache/model/builder-state.ts'
import { daemonRules } from '../../cache/model/daemon-features.ts'
import type { Problem } from '../../diagnostics/problem.ts'
import type { BaseImage } from '../../image/model/base-image.ts'
import type { BuildEvent } from '../build-event.ts'
import {
  type ContextSnapshot,
  contextKey,
  type DockerfileReading,
  type IgnorePlace,
  isWalked,
  type ReadIgnoreFile,
  type SessionContext,
} from '../build-files.ts'
import { judgeBroken } from '../edits/edit-log.ts'
import { asChecking, readGraph } from '../predict-build.ts'
import { shownPath } from '../shown-path.ts'
import { predictNow } from './predict-now.ts'
import { filesOf, inputsOf, type SessionState } from './session-state.ts'
import { ask, fail, goTo, reporting, type SessionTransition } from './transition.ts'

/** The time that an editor may take between emptying a file and writing it. */
const savingMs = 80

/** Asks for the Dockerfile. */
export const readDockerfile = (state: SessionState): SessionTransition => askForDockerfile(state, { again: false })

function askForDockerfile(state: SessionState, { again }: { readonly again: boolean }): SessionTransition {
  const { request, dockerfile: known } = state
  return ask(
    state,
    { kind: 'reading-dockerfile', again },
    { type: 'read-dockerfile', request, builder: state.rules.builder, known, after: again ? savingMs : 0 },
  )
}

/**
 * After reading the Dockerfile: converts it. An empty one is read once more in a watched build, because an editor may
 * be saving. A missing one ends a single prediction and is a problem of a watched build.
 */
export function dockerfileRead(
  state: SessionState,
  { again }: { readonly again: boolean },
  { reading, at }: { readonly reading: DockerfileReading; readonly at: number },
): SessionTransition {
  switch (reading.kind) {
    case 'no-context':
      return fail(state, at, { failure: reading.failure, internal: false })
    case 'missing': {
      const { failure, tried } = reading
      const without: SessionState = { ...state, dockerfile: null, tried }
      if (state.mode === 'once') return fail(without, at, { failure, internal: false })
      const { summary: message, nextStep: hint } = failure
      const missing = failure.kind === 'no-dockerfile' && { isMissing: true as const }
      return broken(without, at, { file: 'Dockerfile', line: 0, column: 0, message, hint, ...missing })
    }
    case 'read': {
      const { file, tried } = reading
      const read: SessionState = { ...state, dockerfile: file, tried }
      if (file.text === '' && !again && state.mode === 'watch') return askForDockerfile(read, { again: true })
      return goTo(read, 'convert')
    }
  }
}

/** Converts the Dockerfile and asks for the ignore rules of the contexts that it reads. */
export function convert(state: SessionState, at: number): SessionTransition {
  const { graph, problem } = readGraph(inputsOf(state), state.rules)
  const { request, dockerfile } = state
  if (graph === null)
    return broken(state, at, { ...problem, file: shownPath(request.context, dockerfile?.path ?? request.context) })
  const places = placesOf(state, graph)
  const contexts = places.map(({ key, place }) => {
    const known = state.contexts.find((context) => context.key === key)
    return { key, root: place.context, walked: known?.walked ?? null }
  })
  const keys = contexts.map(({ key }) => key)
  const asked = ask(
    state,
    { kind: 'reading-ignore-files', contexts },
    { type: 'read-ignore-files', places: places.map(({ place, known }) => ({ place, known })) },
  )
  const same = keys.join('\0') === state.contexts.map(({ key }) => key).join('\0')
  return same ? asked : { ...asked, requests: [{ type: 'keep-contexts', keys }, ...asked.requests] }
}

type IgnoreFileRequest = { readonly key: string; readonly place: IgnorePlace; readonly known: ReadIgnoreFile | null }

function placesOf(
  { request, rules, dockerfile, contexts }: SessionState,
  graph: BuildGraph,
): readonly IgnoreFileRequest[] {
  const { builder } = rules
  const { matching } = daemonRules(rules.daemon)
  const shared = { shownFrom: request.context, builder, matching }
  const knownFor = (key: string) => contexts.find((context) => context.key === key)?.ignore ?? null
  const named = new Map(graph.namedContexts.map(({ name, directory }) => [name, directory]))
  const own = { ...shared, context: request.context, dockerfile: dockerfile!.path }
  return [
    { key: contextKey(null), place: { ...own, emptyCounts: !graph.frontend.external }, known: knownFor('') },
    ...[...named].map(([key, context]) => ({
      key,
      place: { ...shared, context, dockerfile: null, emptyCounts: true },
      known: knownFor(key),
    })),
  ]
}

/** After reading the ignore files: asks for unknown base images (single prediction), or goes on. */
export function ignoreFilesRead(
  state: SessionState,
  task: { readonly contexts: readonly Omit<SessionContext, 'ignore'>[] },
  { files, at }: { readonly files: readonly ReadIgnoreFile[]; readonly at: number },
): SessionTransition {
  const contexts = task.contexts.map((context, index) => ({ ...context, ignore: files[index]! }))
  const read: SessionState = { ...state, contexts }
  const problem = contexts.find(({ ignore }) => ignore.problem !== null)?.ignore.problem
  if (problem) return broken(read, at, problem)
  const refs = readGraph(inputsOf(read), read.rules).graph?.images ?? []
  if (state.mode === 'watch')
    return reporting(read, at, [{ type: 'images-asked', refs }], (next) => goTo(next, 'show-steps'))
  // A base image may bring triggers (ONBUILD) that name further ones.
  const missing = refs.filter((ref) => !state.imagesAsked.has(ref))
  if (missing.length === 0) return goTo(read, 'walk')
  const asking: SessionState = { ...read, imagesAsked: new Set([...read.imagesAsked, ...missing]) }
  return ask(asking, { kind: 'resolving-images' }, { type: 'resolve-images', refs: missing })
}

/**
 * An image without an answer stays unknown: the plan then says that no engine could be asked, not that the engine lacks
 * the image.
 */
export const imagesResolved = (state: SessionState, answered: readonly BaseImage[]): SessionTransition =>
  goTo({ ...state, images: withImages(state.images, answered) }, 'convert')

/** The known images with further ones; a newer one replaces an older one of the same reference. */
export const withImages = (
  known: SessionState['images'],
  images: readonly BaseImage[],
): ReadonlyMap<string, BaseImage> => new Map([...known, ...images.map((image) => [image.ref, image] as const)])

/** Shows the steps before the context has been walked. */
export function showSteps(state: SessionState, at: number): SessionTransition {
  if (state.reported.plan !== null) return goTo(state, 'walk')
  const { plan } = predictNow(state, emptyBuilder, { kind: state.request.baseline.kind, ref: null })
  const event: BuildEvent = { type: 'planned', plan: asChecking(plan), edits: [] }
  return reporting(state, at, [event], (next) => goTo(next, 'walk'))
}

/** Asks to look at contexts that are new or whose rules changed. */
export function walk(state: SessionState, at: number): SessionTransition {
  const contexts = state.contexts.filter((context) => !isWalked(context))
  if (contexts.length === 0) return goTo(state, 'open-baseline')
  return ask(
    state,
    { kind: 'walking', since: at },
    { type: 'walk', contexts: contexts.map(({ key, root, ignore }) => ({ key, root, rules: ignore.rules })) },
  )
}

/** After the walk: takes the snapshots and the time that it took. */
export function walked(
  state: SessionState,
  { since }: { readonly since: number },
  { snapshots, at }: { readonly snapshots: readonly ContextSnapshot[]; readonly at: number },
): SessionTransition {
  const contexts = state.contexts.map((context) => {
    const tree = snapshots.find(({ key }) => key === context.key)?.tree
    return tree === undefined ? context : { ...context, walked: { tree, rules: context.ignore.rules } }
  })
  return goTo({ ...state, contexts, walkMs: at - since }, 'open-baseline')
}

/** A build would stop before any step. The last good plan stays. */
function broken(state: SessionState, at: number, problem: Problem): SessionTransition {
  const { log, edits } = judgeBroken(state.edits, problem, filesOf(state), at)
  const judged: SessionState = { ...state, edits: log, last: null, isBroken: true }
  // After a failure, an earlier problem is reported again.
  const isNew = edits !== null || state.reported.failure !== null
  const events: BuildEvent[] = isNew ? [{ type: 'broken', problem, edits: edits ?? [] }] : []
  return reporting(judged, at, events, (next) => goTo(next, 'follow-files'))
}
