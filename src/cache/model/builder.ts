import type { BuildGraph, BuildGraphInput, BuildGraphResult } from './build-graph.ts'
import type { BuilderState } from './builder-state.ts'
import type { Simulation, SimulationInput } from './simulation.ts'

/** One of Docker's builders: reads a Dockerfile and predicts what it finds in its cache. */
export interface Builder<Graph extends BuildGraph> {
  /**
   * Reads a Dockerfile under options and rules. Returns the builder's graph, or the one problem at which a build stops
   * before its first step. Does not throw for the content of the file.
   */
  readonly read: (input: BuildGraphInput) => BuildGraphResult<Graph>
  /**
   * Predicts one build against a builder state. Returns the plan, the lines that the engine will print, and the state
   * after the build. While files that decide are not hashed, the steps that read them are `checking` and `after` is the
   * given state.
   */
  readonly simulate: (input: SimulationInput<Graph>, builder: BuilderState) => Simulation
}
