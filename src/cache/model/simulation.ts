import type { IgnoreRules } from '../../context/ignore/ignore-file.ts'
import type { DirectoryEntry } from '../../context/tree/entry.ts'
import type { BuildGraph } from './build-graph.ts'
import type { BuildRules } from './build-options.ts'
import type { BuilderState } from './builder-state.ts'
import type { Plan } from './plan/plan.ts'
import type { StepFacts } from './plan/step-facts.ts'

export type SimulationInput<Graph extends BuildGraph = BuildGraph> = {
  readonly graph: Graph
  /** The snapshot after the ignore rules; null: the build has no local context. */
  readonly context: DirectoryEntry | null
  /** Ignore-filtered snapshots of named local contexts. */
  readonly named: ReadonlyMap<string, DirectoryEntry>
  /** Absolute path of the context. The builder tells contexts apart by it, and most of them by its base name. */
  readonly contextPath: string
  /** Only carried into the plan. */
  readonly shown: { readonly dockerfile: string; readonly context: string; readonly baseline: Plan['baseline'] }
  readonly rules: BuildRules
  /** The ignore rules of `context`. The classic builder's client has its own rule for ignored directories. */
  readonly ignore: IgnoreRules | null
  /** The ignore rules of each context in `named`. */
  readonly namedIgnore: ReadonlyMap<string, IgnoreRules>
}

export type Simulation = {
  readonly plan: Plan
  /** The builder state after this build. */
  readonly after: BuilderState
  /** The facts of the steps. */
  readonly facts: readonly StepFacts[]
  /** Files that decide and are not hashed yet; `context: null` is the build's own. */
  readonly unhashed: readonly { readonly context: string | null; readonly path: string }[]
  /** Every line the engine prints for a step, and its status there. */
  readonly printed: readonly PrintedStep[]
}

export type PrintedStep = {
  readonly name: string
  readonly kind: 'from' | 'step'
  readonly status: PrintedStatus
  readonly key: string
  /** It may as well be printed under one of these. */
  readonly otherNames?: readonly string[]
}

/**
 * The engine's own words on a progress line: `RAN` for DONE, `NONE` for never started. `DEPENDS` where only the engine
 * can know, `ONEOF` where two equal steps meet and it is a race which of them is shown CACHED.
 */
export type PrintedStatus = 'CACHED' | 'RAN' | 'ERROR' | 'NONE' | 'DEPENDS' | 'ONEOF'
