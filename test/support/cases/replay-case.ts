import { type BuilderState, emptyBuilder } from '../../../src/cache/model/builder-state.ts'
import { afterFailedBuild } from '../../../src/cache/solver/failed-build.ts'
import type { RecordedBuild } from '../../engine/record-case.ts'
import type { Recording } from '../../engine/recording.ts'
import { addCounts, type Counts, compareBuild, noCounts } from '../fuzz/compare-build.ts'
import { buildComplaints } from './build-complaints.ts'
import type { CaseFile } from './case-file.ts'
import { blankOut, makeCasePlace, removeCasePlace } from './case-place.ts'
import { playCase } from './play-case.ts'
import { type Prediction, predictBuild } from './predict-build.ts'
import { recordedRules } from './recorded-rules.ts'
import { shownLines } from './shown-lines.ts'
import { makeStandInEngine } from './stand-in-engine.ts'
import { withFrontend } from './syntax-line.ts'

export type ReplayedCase = {
  readonly builds: number
  readonly counts: Counts
  readonly disagreements: readonly string[]
  /** What is wrong with the causes that the plans give. */
  readonly complaints: readonly string[]
}

/**
 * Replays all builds of a case through the simulator and compares each with its recording. `between` stands for what may
 * happen to the builder's state from one build to the next.
 */
export async function replayCase(
  spec: CaseFile,
  recording: Recording,
  between: (builder: BuilderState) => BuilderState = (builder) => builder,
): Promise<ReplayedCase> {
  const place = makeCasePlace()
  const engine = makeStandInEngine(place)
  const rules = recordedRules(recording)
  const recorded: readonly RecordedBuild[] = [...recording.earlier, recording]
  const disagreements: string[] = []
  const complaints: string[] = []
  let builder = emptyBuilder
  let counts = noCounts
  let builds = 0
  try {
    await playCase(withFrontend(spec, recording.syntax ?? null), place, engine.env, async (build) => {
      const prediction = await predictBuild(
        build,
        { rules, resolveImages: engine.resolveImages, cwd: place.work },
        builder,
      )
      const real = recorded[build.index]
      if (real === undefined) throw new Error(`${spec.name}: build ${build.index + 1} was not recorded`)
      builds += 1
      const wrong = buildComplaints(prediction, builder, rules)
      complaints.push(...wrong.map((line) => `${build.label}: ${line}`))
      const predicted = {
        ...prediction,
        printed: prediction.printed.map((step) => ({
          ...step,
          name: blankOut(step.name, place),
          ...(step.otherNames && { otherNames: step.otherNames.map((name) => blankOut(name, place)) }),
        })),
      }
      if (failedInTheImage(prediction, real)) {
        builder = between(afterFailedBuild(builder, prediction.after, predicted.printed, shownLines(real.steps)))
        return
      }
      // FROM lines of earlier builds were recorded while other builds ran beside them.
      const compareFrom = build.index === recorded.length - 1
      const explained = { ok: real.ok, error: real.error ?? '', steps: real.steps }
      const agreement = compareBuild(predicted, explained, { compareFrom })
      counts = addCounts(counts, agreement.counts)
      disagreements.push(...agreement.disagreements.map((line) => `${build.label}: ${line}`))
      builder = between(prediction.after)
    })
  } finally {
    removeCasePlace(place)
  }
  return { builds, counts, disagreements, complaints }
}

/** A RUN that exits with an error, the latter in the words of Docker 20.10: nobody can know before. */
const failedInTheImage = (prediction: Prediction, real: RecordedBuild): boolean =>
  prediction.ok && !real.ok && /did not complete successfully|^executor failed running/.test(real.error ?? '')
