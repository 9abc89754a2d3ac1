import { describe, expect, it } from 'vitest'
import { type BuildRules, defaultRules } from '../../../src/cache/model/build-options.ts'
import { emptyBuilder } from '../../../src/cache/model/builder-state.ts'
import { buildComplaints } from '../../support/cases/build-complaints.ts'
import { makeCasePlace, removeCasePlace } from '../../support/cases/case-place.ts'
import { casesRecordedAs } from '../../support/cases/case-selection.ts'
import { type PlayedCase, playCase } from '../../support/cases/play-case.ts'
import { predictBuild } from '../../support/cases/predict-build.ts'
import { recordedRules } from '../../support/cases/recorded-rules.ts'
import { makeStandInEngine } from '../../support/cases/stand-in-engine.ts'
import { makeDryRun } from '../../support/fuzz/dry-run.ts'
import { featuresFor } from '../../support/fuzz/fuzz-target.ts'
import { generateSequence } from '../../support/fuzz/generate-sequence.ts'

// BuildKit's recorded cases are replayed in test/cache/cases, which checks their causes too.

/** Complaints about all steps of all builds of a case. */
async function complaintsAbout(spec: PlayedCase, rules: BuildRules): Promise<readonly string[]> {
  const place = makeCasePlace()
  const found: string[] = []
  const engine = makeStandInEngine(place)
  let builder = emptyBuilder
  try {
    await playCase(spec, place, engine.env, async (build) => {
      const prediction = await predictBuild(
        build,
        { rules, resolveImages: engine.resolveImages, cwd: place.work },
        builder,
      )
      found.push(...buildComplaints(prediction, builder, rules).map((line) => `${build.label}: ${line}`))
      builder = prediction.after
    })
  } finally {
    removeCasePlace(place)
  }
  return found
}

/** Recordings of the classic builder that the stand-in engine can play. */
const classicCases = casesRecordedAs('truth.legacy28.json').filter(({ spec }) => spec.skip === undefined)

describe('the classic builder gives a true cause for every step that does not stay cached', () => {
  for (const { directory, spec, recording } of classicCases) {
    it(directory, async () => {
      expect(await complaintsAbout(spec, recordedRules(recording))).toEqual([])
    })
  }
})

describe('every step of random builds that does not stay cached has a true cause', () => {
  it.each(['all', 'copy', 'run', 'stages', 'ignore'] as const)(
    'generated from %s',
    async (profile) => {
      const found: string[] = []
      for (const seed of [1, 2, 3, 4]) {
        const dryRun = makeDryRun({ rules: defaultRules, syntax: null })
        const features = featuresFor({ rules: defaultRules, syntax: null }, profile)
        const { name, builds } = await generateSequence(seed, { features, buildable: dryRun.buildable })
        dryRun.close()
        found.push(...(await complaintsAbout({ builds }, defaultRules)).map((line) => `${name}, ${line}`))
      }
      expect(found).toEqual([])
    },
    60_000,
  )
})
