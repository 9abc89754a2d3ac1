import { buildkitBuilder } from './buildkit-builder.ts'
import { classicBuilder } from './classic/classic-builder.ts'
import type { BuildGraphInput, BuildGraphResult } from './model/build-graph.ts'
import type { BuilderState } from './model/builder-state.ts'
import type { Simulation, SimulationInput } from './model/simulation.ts'

/** Reads a Dockerfile as the builder that the rules name does; see `Builder.read`. */
export function buildGraph(input: BuildGraphInput): BuildGraphResult {
  return input.rules.builder === 'legacy' ? classicBuilder.read(input) : buildkitBuilder.read(input)
}

/** Predicts one build by the builder that read the graph; see `Builder.simulate`. */
export function simulateBuild(input: SimulationInput, builder: BuilderState): Simulation {
  const { graph } = input
  switch (graph.kind) {
    case 'buildkit':
      return buildkitBuilder.simulate({ ...input, graph }, builder)
    case 'classic':
      return classicBuilder.simulate({ ...input, graph }, builder)
  }
}
