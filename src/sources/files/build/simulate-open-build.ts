import type { BuilderState } from '../../../cache/model/builder-state.ts'
import type { Plan } from '../../../cache/model/plan.ts'
import type { Simulation } from '../../../cache/model/simulation.ts'
import { FailureError } from '../../../diagnostics/failure.ts'
import { LimitError } from '../../../dockerfile/problems/dockerfile-error.ts'
import { type BuildInputs, predictBuild } from '../../../session/predict-build.ts'
import type { TreeControl } from '../tree/context-tree.ts'
import type { OpenBuild } from './build-files.ts'

export type Predicted = {
  readonly inputs: BuildInputs
  readonly simulation: Simulation
}

/**
 * Predicts a build of what is on disk, hashing what the prediction asks for until nothing is unhashed.
 * Throws `FailureError`: a file that changes faster than it can be hashed never settles.
 */
export async function simulateOpenBuild(
  build: OpenBuild,
  builder: BuilderState,
  baseline: Plan['baseline'],
  control: TreeControl,
): Promise<Predicted> {
  let restless = ''
  for (let round = 0; round < 10; round++) {
    const predicted = predictNow(build, builder, baseline)
    const { unhashed } = predicted.simulation
    if (unhashed.length === 0) return predicted
    await build.hash(unhashed, control)
    restless = unhashed[0]!.path
  }
  throw new FailureError({
    kind: 'context-restless',
    summary: `${restless} keeps changing while it is read`,
    detail: '',
    nextStep: 'wait until it is written, or add it to .dockerignore',
  })
}

/** The classic builder's values are only known while its steps are walked: a limit may be met there. */
function withinLimits<Result>(dockerfile: string, predict: () => Result): Result {
  try {
    return predict()
  } catch (error) {
    if (!(error instanceof LimitError)) throw error
    const failure = {
      kind: 'dockerfile-limit',
      summary: `${dockerfile}:${error.line}:${error.column}: ${error.message}`,
      detail: '',
      nextStep: error.hint ?? '',
    }
    throw new FailureError(failure, { cause: error })
  }
}

/** One prediction from what is known now; files may be left unhashed. Throws `FailureError` beyond a limit. */
export function predictNow(build: OpenBuild, builder: BuilderState, baseline: Plan['baseline']): Predicted {
  const inputs = build.inputs()
  const shown = { dockerfile: build.dockerfile?.shown ?? 'Dockerfile', context: build.request.context, baseline }
  const simulation = withinLimits(shown.dockerfile, () => predictBuild(inputs, build.rules, builder, shown))
  if (simulation === null) throw new Error('predicted a build whose Dockerfile is broken')
  return { inputs, simulation }
}
