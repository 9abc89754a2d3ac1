import { buildGraph, simulateBuild } from '../cache/builders.ts'
import type { BuildGraphResult } from '../cache/model/build-graph.ts'
import type { BuildOptions, BuildRules } from '../cache/model/build-options.ts'
import { type BuilderState, emptyBuilder } from '../cache/model/builder-state.ts'
import type { Plan } from '../cache/model/plan/plan.ts'
import type { Simulation } from '../cache/model/simulation.ts'
import type { IgnoreRules } from '../context/ignore/ignore-file.ts'
import type { DirectoryEntry } from '../context/tree/entry.ts'
import type { BaseImage } from '../image/model/base-image.ts'
import { memoize } from '../memo/memoize.ts'

/** The inputs of one build. The trees share equal parts, so that keeping an earlier build costs only the changes. */
export type BuildInputs = {
  /** Text of the Dockerfile. */
  readonly text: string
  readonly options: BuildOptions
  readonly context: DirectoryEntry | null
  readonly named: ReadonlyMap<string, DirectoryEntry>
  /** Absolute. */
  readonly contextPath: string
  readonly images: ReadonlyMap<string, BaseImage>
  /** The ignore rules of `context`. */
  readonly ignore: IgnoreRules | null
  /** The ignore rules of each context in `named`. */
  readonly namedIgnore: ReadonlyMap<string, IgnoreRules>
}

export type Shown = { readonly dockerfile: string; readonly context: string; readonly baseline: Plan['baseline'] }

/** The plan of a build of `inputs`; null where the Dockerfile would be rejected. */
export function predictBuild(
  inputs: BuildInputs,
  rules: BuildRules,
  builder: BuilderState,
  shown: Shown = nothingShown,
): Simulation | null {
  const { graph } = readGraph(inputs, rules)
  if (graph === null) return null
  const context = graph.usesContext ? inputs.context : null
  const simulation = simulateBuild({ ...inputs, graph, context, shown, rules }, builder)
  return { ...simulation, plan: withRemoteCaches(simulation.plan, inputs.options) }
}

/** The content of another cache shows only in a build, which asks that cache before it runs a step. */
function withRemoteCaches(plan: Plan, { cacheFrom = [] }: BuildOptions): Plan {
  if (cacheFrom.length === 0) return plan
  return { ...plan, warnings: [...plan.warnings, { kind: 'cache-from', sources: cacheFrom }] }
}

/**
 * Parses and converts a Dockerfile. The result is remembered, because most saves leave the Dockerfile unchanged and it
 * is needed several times.
 */
export const readGraph = (
  { text, options, images }: Pick<BuildInputs, 'text' | 'options' | 'images'>,
  rules: BuildRules,
): BuildGraphResult => rememberedGraph({ text, options, rules, images })

/** The present Dockerfile and those of the builds before it, which are read again under other rules or images. */
const rememberedGraph = memoize(buildGraph, 4)

/** The builder state after these builds, run one after the other. */
export function builderAfter(
  builds: readonly BuildInputs[],
  rules: BuildRules,
  start: BuilderState = emptyBuilder,
): BuilderState {
  return builds.reduce((builder, inputs) => predictBuild(inputs, rules, builder)?.after ?? builder, start)
}

const nothingShown: Shown = { dockerfile: '', context: '', baseline: { kind: 'none', ref: null } }

/** A plan of which only the steps are known: shown until the context has been looked at. */
export function asChecking(plan: Plan): Plan {
  return {
    ...plan,
    steps: plan.steps.map(({ note: _, ...step }) => ({ ...step, status: 'checking', causes: [] })),
    summary: { cached: 0, rebuilt: 0, depends: 0, fails: 0, firstRebuilt: null },
    warnings: [],
  }
}
