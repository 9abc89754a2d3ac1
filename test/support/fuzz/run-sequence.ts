import { type BuilderState, emptyBuilder } from '../../../src/cache/model/builder-state.ts'
import { afterFailedBuild } from '../../../src/cache/solver/failed-build.ts'
import { type DockerBuild, dockerBuild } from '../../engine/docker-build.ts'
import type { PrintedStep } from '../../engine/printed-steps.ts'
import { recordedSteps } from '../../engine/record-case.ts'
import type { CaseBuild } from '../cases/case-file.ts'
import { makeCasePlace, removeCasePlace } from '../cases/case-place.ts'
import { type PlayedCase, playCase } from '../cases/play-case.ts'
import { type Prediction, predictBuild } from '../cases/predict-build.ts'
import { shownLines } from '../cases/shown-lines.ts'
import { withFrontend } from '../cases/syntax-line.ts'
import { type Agreement, compareBuild, noCounts } from './compare-build.ts'
import type { BuildTarget } from './fuzz-target.ts'
import { isUnforeseeable } from './unforeseeable.ts'

export type ComparedBuild = Agreement & {
  readonly label: string
  readonly ok: boolean
  readonly contextLoaded: boolean
  readonly steps: readonly PrintedStep[]
  /** It failed inside the image, which nobody can know before: only that is recorded of it. */
  readonly unforeseeable: boolean
}

/**
 * Builds a sequence in one context directory, each build predicted from the same files just before. Ends with the first
 * build that disagrees: what comes after it would start from a wrong idea of the builder.
 */
export async function runSequence(sequence: PlayedCase, target: BuildTarget): Promise<readonly ComparedBuild[]> {
  const place = makeCasePlace()
  const compared: ComparedBuild[] = []
  const predictor = { rules: target.rules, resolveImages: target.resolveImages, cwd: place.work }
  let state = emptyBuilder
  try {
    await playCase(withFrontend(sequence, target.syntax), place, target.env, async (ready) => {
      if (compared.at(-1)?.disagreements.length) return
      const predicted = await tryToPredict(() => predictBuild(ready, predictor, state))
      const { context, args, env, label } = ready
      const request = { context, args, env, cwd: place.work, builder: target.builder, classic: false }
      const real = await dockerBuild(target.engine, request)
      const result = judge(predicted, real, sequence.builds[ready.index]!, target.idle)
      compared.push({
        label,
        ok: real.ok,
        contextLoaded: real.contextLoaded,
        steps: recordedSteps(real.steps, place),
        ...result,
      })
      if (typeof predicted === 'string') return
      state = result.unforeseeable ? afterFailure(state, predicted, real) : predicted.after
    })
  } finally {
    removeCasePlace(place)
  }
  return compared
}

function afterFailure(before: BuilderState, { after, printed }: Prediction, real: DockerBuild): BuilderState {
  return afterFailedBuild(before, after, printed, shownLines(real.steps))
}

/** Unpacks the base image: the first build on it shows another status in its FROM line than all later ones. */
export async function warmUp(target: BuildTarget): Promise<void> {
  const dockerfile = 'FROM lt-base:1\nCOPY .salt /.salt\nRUN true\n'
  const tree = { '.salt': { t: 'f', c: '@SALT@' }, Dockerfile: { t: 'f', c: dockerfile } } as const
  await runSequence({ builds: [{ label: 'warm up', tree }] }, target)
}

/** A simulator that throws is a disagreement like any other: the sequence is shrunk and saved. */
async function tryToPredict(predict: () => Promise<Prediction>): Promise<Prediction | string> {
  try {
    return await predict()
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error)
  }
}

function judge(
  predicted: Prediction | string,
  real: DockerBuild,
  build: CaseBuild,
  idle: boolean,
): Agreement & { readonly unforeseeable: boolean } {
  if (typeof predicted === 'string') {
    return { disagreements: [`the simulator threw: ${predicted}`], counts: noCounts, unforeseeable: false }
  }
  if (predicted.ok && isUnforeseeable(real, build)) return { disagreements: [], counts: noCounts, unforeseeable: true }
  return { ...compareBuild(predicted, real, { compareFrom: idle }), unforeseeable: false }
}
