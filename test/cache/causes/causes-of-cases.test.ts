import { describe, expect, it } from 'vitest'
import { comparableBuilds, stepsOf, treesWith } from '../../../src/cache/causes/build-history.ts'
import { pairSteps } from '../../../src/cache/causes/cause-pairing.ts'
import { causesBetween } from '../../../src/cache/causes/causes.ts'
import { comparedStep } from '../../../src/cache/causes/compared-step.ts'
import { type BuildRules, defaultRules } from '../../../src/cache/model/build-options.ts'
import { emptyBuilder } from '../../../src/cache/model/builder-state.ts'
import { makeCasePlace, removeCasePlace } from '../../support/cases/case-place.ts'
import { casesRecordedAs, notReplayable, type RecordedCase } from '../../support/cases/case-selection.ts'
import { type Before, complaints } from '../../support/cases/check-causes.ts'
import { type PlayedCase, playCase } from '../../support/cases/play-case.ts'
import { predictBuild } from '../../support/cases/predict-build.ts'
import { recordedRules } from '../../support/cases/recorded-rules.ts'
import { makeStandInEngine } from '../../support/cases/stand-in-engine.ts'
import { withFrontend } from '../../support/cases/syntax-line.ts'
import { makeDryRun } from '../../support/fuzz/dry-run.ts'
import { featuresFor } from '../../support/fuzz/fuzz-target.ts'
import { generateSequence } from '../../support/fuzz/generate-sequence.ts'

type Played = { readonly name: string; readonly spec: PlayedCase; readonly rules: BuildRules }

/** Complaints about all steps of all builds of a case. */
async function complaintsAbout({ name, spec, rules }: Played): Promise<readonly string[]> {
  const place = makeCasePlace()
  const found: string[] = []
  const engine = makeStandInEngine(place)
  const predictor = { rules, resolveImages: engine.resolveImages, cwd: place.work }
  let builder = emptyBuilder
  try {
    await playCase(spec, place, engine.env, async (build) => {
      const past = comparableBuilds(builder.pastBuilds, rules.builder)
      const { keys } = builder
      const { plan, facts, after } = await predictBuild(build, predictor, builder)
      builder = after
      if (plan === null) return
      const pairing = pairSteps(stepsOf(past), facts, new Set(plan.stages.map(({ name }) => name)))
      // A build that stopped may have left nothing to look back on.
      const explained = after.pastBuilds.find(({ steps }) => steps.some((step) => facts.includes(step)))
      const trees = explained?.trees ?? new Map()
      const before: Before = (id) => {
        const comparison = { step: facts.find((step) => step.id === id)!, pairing, past, keys, trees, facts }
        const was = comparedStep(comparison, (other) => causesBetween(other, comparison))
        return was === undefined ? null : { facts: was, trees: treesWith(past, was) }
      }
      for (const step of plan.steps) {
        for (const wrong of complaints(step, { plan, facts, trees }, before))
          found.push(`${name}, ${build.label}: ${step.vertex} ${wrong}: ${JSON.stringify(step.causes)}`)
      }
    })
  } finally {
    removeCasePlace(place)
  }
  return found
}

const playedAs = ({ directory, spec, recording }: RecordedCase): Played => ({
  name: directory,
  spec: withFrontend(spec, recording.syntax ?? null),
  rules: recordedRules(recording),
})

describe('every step of every recorded case that does not stay cached', () => {
  it.each([
    ['overlay2', 'truth.json', /./],
    // Where the containerd store goes by rules of its own.
    ['containerd', 'truth.28c.json', /-link-/],
    ['a newer daemon', 'truth.bk-new.json', /exclude|parents|no-cache|practical-go|-sde-/],
    ['classic builder', 'truth.legacy28.json', /./],
  ])(
    'says why, by itself or by where it begins (%s)',
    async (_, recordings, directories) => {
      const found: string[] = []
      for (const recorded of casesRecordedAs(recordings).filter(({ directory }) => directories.test(directory))) {
        if (notReplayable(recorded) === null) found.push(...(await complaintsAbout(playedAs(recorded))))
      }
      expect(found).toEqual([])
    },
    300_000,
  )
})

describe('every step of random builds', () => {
  it.each(['all', 'copy', 'run', 'stages', 'ignore'] as const)(
    'says why (%s)',
    async (profile) => {
      const found: string[] = []
      for (const seed of [1, 2, 3, 4]) {
        const dryRun = makeDryRun({ rules: defaultRules, syntax: null })
        const features = featuresFor({ rules: defaultRules, syntax: null }, profile)
        const { name, builds } = await generateSequence(seed, { features, buildable: dryRun.buildable })
        dryRun.close()
        found.push(...(await complaintsAbout({ name, spec: { builds }, rules: defaultRules })))
      }
      expect(found).toEqual([])
    },
    60_000,
  )
})
