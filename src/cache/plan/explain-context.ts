import type { IgnoreRules } from '../../context/ignore/ignore-file.ts'
import type { DirectoryEntry } from '../../context/tree/entry.ts'
import type { Pairing } from '../causes/cause-pairing.ts'
import type { PlacedStep } from '../model/build-graph.ts'
import type { BuilderState, PastBuild } from '../model/builder-state.ts'
import type { RulesInForce } from '../model/plan.ts'
import type { PrintedStep } from '../model/simulation.ts'
import type { StepFacts } from '../model/step-facts.ts'
import type { Outcome } from '../solver/outcome.ts'
import type { Solution } from '../solver/solution.ts'

/** What the steps of a plan are told from. */
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
  /** What the build's own context was filtered by. */
  readonly ignore: IgnoreRules | null
  /** Which earlier step each step continues. */
  readonly pairing: Pairing
}

/** Of a linked copy that fails, the copy's. */
export function outcomeOf({ vertex }: PlacedStep, { outcomes }: Solution): Outcome {
  const outcome = outcomes.get(vertex.identity)!
  if (vertex.kind !== 'merge') return outcome
  const copy = outcomes.get(vertex.copy.identity)!
  return copy.status === 'fails' || outcome.status === 'cached' ? copy : outcome
}
