import type { IgnoreRules } from '../../context/ignore/ignore-file.ts'
import type { DirectoryEntry } from '../../context/tree/entry.ts'
import { memoizeEach } from '../../memo/memoize.ts'
import type { Pairing } from '../causes/cause-pairing.ts'
import type { PlacedStep } from '../model/build-graph.ts'
import type { BuilderState, PastBuild } from '../model/builder-state.ts'
import type { Vertex } from '../model/graph/vertex.ts'
import type { RulesInForce } from '../model/plan/plan.ts'
import type { Pointer } from '../model/plan/pointer.ts'
import type { StepFacts } from '../model/plan/step-facts.ts'
import type { PrintedStep } from '../model/simulation.ts'
import type { Outcome } from '../solver/outcome.ts'
import type { Solution } from '../solver/solution.ts'

/** Everything that causes and notes of a plan's steps are found from. */
export type ExplainContext = {
  readonly steps: readonly PlacedStep[]
  readonly facts: readonly StepFacts[]
  readonly solution: Solution
  readonly printed: readonly PrintedStep[]
  readonly builder: BuilderState
  /** Earlier builds that this one can be compared with, see `comparableBuilds`. */
  readonly past: readonly PastBuild[]
  readonly rules: RulesInForce
  readonly trees: ReadonlyMap<string, DirectoryEntry>
  /** The rules that filtered the build's own context. */
  readonly ignore: IgnoreRules | null
  /** Which earlier step each step continues. */
  readonly pairing: Pairing
}

/** The outcome that a step's status comes from. A linked copy that fails has the outcome of its copy. */
export function outcomeOf({ vertex }: PlacedStep, { outcomes }: Solution): Outcome {
  const outcome = outcomes.get(vertex.identity)!
  if (vertex.kind !== 'merge') return outcome
  const copy = outcomes.get(vertex.copy.identity)!
  return copy.status === 'fails' || outcome.status === 'cached' ? copy : outcome
}

/** Whether a vertex re-runs, may re-run, or has a result that no earlier build stored under its key. */
export function isChanging(
  vertex: Vertex,
  { solution, builder }: Pick<ExplainContext, 'solution' | 'builder'>,
): boolean {
  const { status, key } = solution.outcomes.get(vertex.identity)!
  return status !== 'cached' || !builder.keys.has(key)
}

/** Whether a build may find something else in a vertex. A build asks the server of a download each time. */
export const mayChange = (vertex: Vertex, given: Pick<ExplainContext, 'solution' | 'builder'>): boolean =>
  isChanging(vertex, given) || (vertex.kind === 'remote' && vertex.content === null)

/** The steps of each vertex, by its identity. */
const stepIndex = memoizeEach((steps: readonly PlacedStep[]): ReadonlyMap<string, readonly PlacedStep[]> => {
  const index = new Map<string, PlacedStep[]>()
  const add = (identity: string, step: PlacedStep): void => {
    const same = index.get(identity)
    if (same === undefined) index.set(identity, [step])
    else same.push(step)
  }
  for (const step of steps) add(step.vertex.identity, step)
  for (const step of steps) if (step.vertex.kind === 'merge') add(step.vertex.copy.identity, step)
  return index
})

/** The steps of a vertex, in Dockerfile order. The copy of a linked copy has the step of the merge. */
export const stepsOfVertex = (steps: readonly PlacedStep[], { identity }: Vertex): readonly PlacedStep[] =>
  stepIndex(steps).get(identity) ?? []

/** A pointer to a vertex: to its first step in the plan, else to the source. */
export function pointerTo(vertex: Vertex, { steps, solution }: Pick<ExplainContext, 'steps' | 'solution'>): Pointer {
  if (vertex.kind === 'local') return { kind: 'context', name: vertex.contextName }
  if (vertex.kind === 'remote') return { kind: 'remote', source: vertex.source }
  const { identity } = vertex
  const [step] = stepsOfVertex(steps, vertex)
  if (step !== undefined) return { kind: 'step', id: step.id }
  const name = solution.order.names.get(identity) ?? ''
  const reference = vertex.kind === 'image' ? vertex.reference : vertex.name
  return { kind: 'image', reference, name: name === '' ? reference : name }
}
