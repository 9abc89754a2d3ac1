import type { BuilderState } from '../../cache/model/builder-state.ts'
import type { ShownBaseline } from '../../cache/model/plan/baseline.ts'
import type { Simulation } from '../../cache/model/simulation.ts'
import { FailureError } from '../../diagnostics/failure.ts'
import { LimitError } from '../../dockerfile/problems/dockerfile-error.ts'
import { predictBuild } from '../predict-build.ts'
import { shownPath } from '../shown-path.ts'
import { inputsOf, type SessionState } from './session-state.ts'

/** One prediction from the present knowledge; files may be left unhashed. Throws `FailureError` beyond a limit. */
export function predictNow(state: SessionState, builder: BuilderState, baseline: ShownBaseline): Simulation {
  const { request, dockerfile, rules } = state
  const shown = {
    dockerfile: dockerfile === null ? 'Dockerfile' : shownPath(request.context, dockerfile.path),
    context: request.context,
    baseline,
  }
  const simulation = withinLimits(shown.dockerfile, () => predictBuild(inputsOf(state), rules, builder, shown))
  if (simulation === null) throw new Error('predicted a build whose Dockerfile is broken')
  return simulation
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
    } as const
    throw new FailureError(failure, { cause: error })
  }
}
