import type { Selector } from '../../context/checksum.ts'
import { type DirectoryEntry, walkEntries } from '../../context/entry.ts'
import { hasWildcard } from '../../context/glob.ts'
import { isAbsolutePath, isAtOrBelow, rootRelative } from '../../dockerfile/container-path.ts'
import type { BuilderState } from '../builder-state.ts'
import type { StepStatus } from '../plan.ts'
import type { PrintedStatus, PrintedStep, Simulation, SimulationInput } from '../simulate.ts'
import { isUrl } from './copy-request.ts'
import type { LegacyBuild } from './legacy-build.ts'
import { type Before, legacyCauses, pairWithPast } from './legacy-causes.ts'
import type { LegacyStepFacts } from './legacy-facts.ts'
import { legacyPlan } from './legacy-plan.ts'
import { emptyLegacyState } from './legacy-state.ts'
import { sentContext } from './sent-context.ts'
import { unhashedSources } from './unhashed-sources.ts'
import { type StepOutcome, walkBuild } from './walk-build.ts'

/**
 * Predicts one build of the classic builder (`DOCKER_BUILDKIT=0`): the counterpart of `simulateBuild` for a graph whose
 * `legacy` is there. What the builder holds afterwards is only answered for a build that can be predicted whole; while
 * files are not hashed the state stays as it was.
 */
export function simulateLegacy(input: SimulationInput, build: LegacyBuild, builder: BuilderState): Simulation {
  const state = builder.legacy ?? emptyLegacyState
  const number = builder.builds + 1
  const context = uploadedContext(input, number)
  const unreadable = input.context === null ? null : firstUnreadable(input.context)
  const walk = walkBuild({ build, context, state, number, refusal: unreadable })
  const facts = walk.outcomes.map(factsOf)
  const tree = state.build === builder.builds ? (builder.lastBuild?.trees.get('') ?? null) : null
  const before: Before = { steps: state.steps, tree }
  const pairs = pairWithPast(facts, state.steps)
  const told = walk.outcomes.map((outcome, index) => ({
    outcome,
    causes: legacyCauses({
      outcome,
      facts: facts[index]!,
      before,
      past: pairs.get(outcome.step.id) ?? null,
      tree: context,
      noCache: build.options.noCache,
    }),
  }))
  const unhashed = context === null ? [] : unhashedSources(context, walk.outcomes)
  const after: BuilderState = {
    ...builder,
    builds: number,
    legacy: {
      children: walk.store.children(),
      bases: walk.bases,
      steps: facts.filter((_, index) => walk.outcomes[index]!.status !== 'fails'),
      build: number,
    },
    lastBuild: { steps: [], trees: context === null ? new Map() : new Map([['', context]]) },
  }
  return {
    plan: legacyPlan(input, build, told, context),
    after: unhashed.length > 0 ? builder : after,
    unhashed: unhashed.map((path) => ({ context: null, path })),
    printed: walk.outcomes.flatMap(printedStep),
  }
}

function uploadedContext({ context, ignore, shown }: SimulationInput, build: number): DirectoryEntry | null {
  if (context === null) return null
  const dockerfileOutside = isAbsolutePath(shown.dockerfile)
    ? !isAtOrBelow(shown.dockerfile, shown.context)
    : shown.dockerfile.startsWith('../')
  return sentContext({ snapshot: context, ignore: ignore ?? null, dockerfileOutside, build })
}

/** The client looks at every file before it sends any. Source: docker/cli build/context.go: ValidateContextDirectory. */
function firstUnreadable(context: DirectoryEntry): string | null {
  for (const [path, entry] of walkEntries(context)) {
    if (entry.kind === 'directory' && entry.unreadable) return `checking context: can't stat '${path}'`
    if (entry.kind === 'file' && entry.unreadable) return `checking context: no permission to read from '${path}'`
  }
  return null
}

function factsOf({ step, request, content, base, image }: StepOutcome): LegacyStepFacts {
  const { instruction } = step
  return {
    id: step.id,
    vertex: step.name,
    stage: step.stage,
    line: instruction.line,
    keyword: instruction.keyword.toUpperCase(),
    text: instruction.text,
    spelled: request?.spelled ?? instruction.text,
    variables: request?.variables ?? [],
    content: content ?? { kind: 'none' },
    selectors: request?.copy?.from === null ? request.copy.sources.filter((path) => !isUrl(path)).map(selectorOf) : [],
    base: base === null ? null : { ref: base.ref, identity: base.identity },
    image: image?.id ?? '',
  }
}

const selectorOf = (source: string): Selector => ({
  path: `/${rootRelative(source)}`,
  followLinks: true,
  wildcard: hasWildcard(source),
  exclude: [],
  include: [],
  required: [],
})

function printedStep({ step, status, error, triggers, image }: StepOutcome): PrintedStep[] {
  // Steps behind the one that stops the build are not reached.
  if (status === 'fails' && error === null) return []
  const key = image?.id ?? ''
  if (step.role !== 'from') return [{ name: step.name, kind: 'step', status: printedStatus(status), key }]
  // What a trigger finds in the cache is printed below its FROM.
  const hit = triggers.some((trigger) => trigger.status === 'cached')
  return [{ name: step.name, kind: 'from', status: hit ? 'CACHED' : 'RAN', key }]
}

function printedStatus(status: StepStatus): PrintedStatus {
  switch (status) {
    case 'cached':
      return 'CACHED'
    case 'rebuilt':
    case 'fails':
      return 'RAN'
    case 'depends':
    case 'checking':
      return 'DEPENDS'
  }
}
