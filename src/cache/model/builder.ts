import type { BuildGraph, BuildGraphInput, BuildGraphResult } from './build-graph.ts'
import type { BuilderState } from './builder-state.ts'
import type { Simulation, SimulationInput } from './simulation.ts'

/** One of Docker's builders: how it reads a Dockerfile, and what it finds in its cache. */
export interface Builder<Graph extends BuildGraph> {
  /**
   * Reads a Dockerfile under options and rules. Returns what the builder would do, or the one problem at which a build
   * stops before any step. Never throws for what the file says.
   */
  readonly read: (input: BuildGraphInput) => BuildGraphResult<Graph>
  /**
   * Predicts one build against what the builder holds. Returns the plan, the lines that the engine will print, and what the
   * builder holds afterwards. While files that decide are not hashed, the steps that read them are `checking` and `after`
   * is the builder as it was.
   */
  readonly simulate: (input: SimulationInput<Graph>, builder: BuilderState) => Simulation
}
