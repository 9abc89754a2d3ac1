import { describe, expect, it } from 'vitest'
import { emptyBuilder } from '../../src/cache/builder-state.ts'
import type { Cause, Plan, PlanStep } from '../../src/cache/plan.ts'
import { makeCasePlace, removeCasePlace } from '../support/cases/case-place.ts'
import { casesRecordedAs, notReplayable, type RecordedCase } from '../support/cases/case-selection.ts'
import { playCase } from '../support/cases/play-case.ts'
import { predictBuild } from '../support/cases/predict-build.ts'
import { recordedRules } from '../support/cases/recorded-rules.ts'
import { makeStandInEngine } from '../support/cases/stand-in-engine.ts'

const isInherited = ({ kind }: Cause): boolean => kind === 'parent' || kind === 'input'
const saysNothing = (cause: Cause): boolean =>
  (cause.kind === 'content' && (cause.total === 0 || cause.files.length === 0)) ||
  ((cause.kind === 'instruction' || cause.kind === 'argument' || cause.kind === 'base') && cause.before === cause.after)

/** What is wrong with the reasons that a plan gives for one step; null: nothing. */
function complaint(step: PlanStep, { steps }: Plan): string | null {
  const { status, causes } = step
  if (status === 'cached') return causes.length > 0 ? 'is cached and has a cause' : null
  if (causes.length === 0) return 'has no cause'
  if (causes.some(isInherited) && !causes.every(isInherited)) return 'mixes its own causes with inherited ones'
  if (causes.some(saysNothing)) return 'has a cause that tells of no difference'
  for (const cause of causes) {
    if (cause.kind !== 'parent') continue
    const start = steps.find(({ vertex }) => vertex === cause.vertex)
    // The base of a stage may be a named context, which is no step.
    if (start === undefined && !cause.vertex.startsWith('[context '))
      return `inherits from ${cause.vertex}, which is no step`
    if (start?.causes.some(({ kind }) => kind === 'parent'))
      return `inherits from ${cause.vertex}, which inherits itself`
  }
  return null
}

/** Complaints about all steps of all builds but the first, of which everything is new. */
async function complaintsAbout({ folder, spec, recording }: RecordedCase): Promise<readonly string[]> {
  const place = makeCasePlace()
  const complaints: string[] = []
  const engine = makeStandInEngine(place)
  const predictor = { rules: recordedRules(recording), resolveImages: engine.resolveImages, cwd: place.work }
  let builder = emptyBuilder
  try {
    await playCase(spec, place, engine.env, async (build) => {
      const { plan, after } = await predictBuild(build, predictor, builder)
      builder = after
      for (const step of plan?.steps ?? []) {
        const wrong = complaint(step, plan!)
        if (wrong !== null)
          complaints.push(`${folder}, ${build.label}: ${step.vertex} ${wrong}: ${JSON.stringify(step.causes)}`)
      }
    })
  } finally {
    removeCasePlace(place)
  }
  return complaints
}

describe('every step of every recorded case that does not stay cached', () => {
  it.each([
    ['overlay2', 'truth.json', /./],
    // Where the containerd store goes by rules of its own.
    ['containerd', 'truth.28c.json', /-link-/],
    ['classic builder', 'truth.legacy28.json', /./],
  ])(
    'says why, by itself or by where it begins (%s)',
    async (_, recordings, folders) => {
      const complaints: string[] = []
      for (const recorded of casesRecordedAs(recordings).filter(({ folder }) => folders.test(folder))) {
        if (notReplayable(recorded) === null) complaints.push(...(await complaintsAbout(recorded)))
      }
      expect(complaints).toEqual([])
    },
    300_000,
  )
})
