import { type BuilderState, emptyBuilder } from '../../../src/cache/builder-state.ts'
import { afterFailedBuild } from '../../../src/cache/solver/failed-build.ts'
import { type DockerBuild, dockerBuild } from '../../engine/docker-build.ts'
import { caseImages } from '../cases/case-images.ts'
import { makeCasePlace, removeCasePlace } from '../cases/case-place.ts'
import { playCase } from '../cases/play-case.ts'
import { type Prediction, predictBuild } from '../cases/predict-build.ts'
import { withSyntaxLine } from '../cases/syntax-line.ts'
import { type Agreement, compareBuild, noCounts, withoutDigest } from './compare-build.ts'
import type { FuzzTarget } from './fuzz-target.ts'
import type { FuzzBuild, FuzzSequence } from './generate-sequence.ts'
import { isUnforeseeable } from './unforeseeable.ts'

export type ComparedBuild = Agreement & {
  readonly label: string
  readonly ok: boolean
  /** It failed inside the image, which nobody can know before: only that is recorded of it. */
  readonly unforeseeable: boolean
}

/**
 * Builds a sequence in one context directory, each build predicted from the same files just before. Ends with the first
 * build that disagrees: what comes after it would start from a wrong idea of the builder.
 */
export async function runSequence(sequence: FuzzSequence, target: FuzzTarget): Promise<readonly ComparedBuild[]> {
  const place = makeCasePlace()
  const compared: ComparedBuild[] = []
  const predictor = { rules: target.rules, images: caseImages, cwd: place.work }
  let state = emptyBuilder
  try {
    await playCase(sequenceOn(target, sequence), place, target.env, async (ready) => {
      if (compared.at(-1)?.disagreements.length) return
      const predicted = await tryToPredict(() => predictBuild(ready, predictor, state))
      const { context, args, env, label } = ready
      const request = { context, args, env, cwd: place.work, builder: target.builder, legacy: false }
      const real = await dockerBuild(target.engine, request)
      const result = judge(predicted, real, sequence.builds[ready.index]!, target.idle)
      compared.push({ label, ok: real.ok, ...result })
      if (typeof predicted === 'string') return
      state = result.unforeseeable ? afterFailure(state, predicted, real) : predicted.after
    })
  } finally {
    removeCasePlace(place)
  }
  return compared
}

function afterFailure(before: BuilderState, { after, printed }: Prediction, real: DockerBuild): BuilderState {
  const ran = real.steps.filter(({ status }) => status === 'RAN').map(({ name }) => withoutDigest(name))
  return afterFailedBuild(before, after, printed, new Set(ran))
}

/** The builds as they are given to the target: with its syntax line in front of every Dockerfile. */
export const sequenceOn = ({ syntax }: Pick<FuzzTarget, 'syntax'>, sequence: FuzzSequence): FuzzSequence =>
  syntax === null
    ? sequence
    : {
        ...sequence,
        builds: sequence.builds.map((build) => ({ ...build, tree: withSyntaxLine(build.tree, syntax) })),
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
  build: FuzzBuild,
  idle: boolean,
): Agreement & { readonly unforeseeable: boolean } {
  if (typeof predicted === 'string') {
    return { disagreements: [`the simulator threw: ${predicted}`], counts: noCounts, unforeseeable: false }
  }
  if (predicted.ok && isUnforeseeable(real, build)) return { disagreements: [], counts: noCounts, unforeseeable: true }
  return { ...compareBuild(predicted, real, { compareFrom: idle }), unforeseeable: false }
}
