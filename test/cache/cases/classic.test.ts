import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { parseBaseline, serializeBaseline } from '../../../src/cache/baseline-file/baseline-file.ts'
import { defaultRules } from '../../../src/cache/model/build-options.ts'
import { type BuilderState, emptyBuilder } from '../../../src/cache/model/builder-state.ts'
import type { PrintedStep } from '../../../src/cache/model/simulation.ts'
import { type Recording, readRecording } from '../../engine/recording.ts'
import { casesDirectory, readCase } from '../../support/cases/case-file.ts'
import { blankOut, makeCasePlace, removeCasePlace } from '../../support/cases/case-place.ts'
import { playCase } from '../../support/cases/play-case.ts'
import { type Prediction, predictBuild } from '../../support/cases/predict-build.ts'
import { makeStandInEngine } from '../../support/cases/stand-in-engine.ts'

// Recordings of the classic builder of Docker 28.5.2 (DOCKER_BUILDKIT=0), build by build.

const recordingFile = 'truth.legacy28.json'

const names = readdirSync(casesDirectory).filter((name) => existsSync(join(casesDirectory, name, recordingFile)))
const replayed = names.filter((name) => skipReason(name) === undefined)

/** Why a case's recording cannot be replayed. */
function skipReason(name: string): string | undefined {
  const { skip } = readCase(join(casesDirectory, name))
  return typeof skip === 'string' ? skip : skip?.[recordingFile]
}

const agreement = { builds: 0, cached: 0, ran: 0, dependsCached: 0, dependsRan: 0 }

describe('the classic builder of Docker 28.5.2', () => {
  test.each(replayed)('does what is predicted in %s', async (name) => {
    expect(await replay(name)).toEqual([])
  })

  afterAll(() => {
    const { builds, cached, ran, dependsCached, dependsRan } = agreement
    const steps = cached + ran + dependsCached + dependsRan
    console.log(
      `legacy28: ${replayed.length} of ${names.length} cases, ${builds} builds, ${steps} steps: ${cached} cached, ${ran} ran, ` +
        `depends ${dependsCached + dependsRan} (${dependsCached} cached, ${dependsRan} ran)`,
    )
  })
})

/** Differences between a case's recording and what is predicted, a line each. */
async function replay(name: string): Promise<readonly string[]> {
  const directory = join(casesDirectory, name)
  const recording = readRecording(join(directory, recordingFile))!
  const place = makeCasePlace()
  const engine = makeStandInEngine(place)
  const differences: string[] = []
  let builder: BuilderState = emptyBuilder
  try {
    await playCase(readCase(directory), place, engine.env, async (build) => {
      const predicted = await predictBuild(
        build,
        {
          rules: { ...defaultRules, builder: 'legacy' },
          resolveImages: engine.resolveImages,
          cwd: place.work,
        },
        builder,
      )
      const seen = buildsOf(recording)[build.index]!
      const printed = predicted.printed.map((step) => ({ ...step, name: blankOut(step.name, place) }))
      differences.push(...compare(build.label, { ...predicted, printed }, seen))
      builder = throughFile(afterBuild(builder, predicted, seen))
      agreement.builds++
    })
  } finally {
    removeCasePlace(place)
  }
  return differences
}

type SeenBuild = Pick<Recording, 'ok' | 'error' | 'steps'>

const buildsOf = (recording: Recording): readonly SeenBuild[] => [...recording.earlier, recording]

function compare(label: string, predicted: Prediction, seen: SeenBuild): string[] {
  const differences: string[] = []
  if (predicted.ok !== seen.ok && !failsInside(predicted, seen))
    differences.push(
      `${label}: ${seen.ok ? 'ends well' : `fails (${seen.error})`}, predicted ${predicted.error || 'ok'}`,
    )
  for (const [index, step] of seen.steps.entries()) {
    const guess: PrintedStep | undefined = predicted.printed[index]
    if (guess?.name !== step.name) differences.push(`${label}: ${step.name}, predicted ${guess?.name}`)
    else differences.push(...compareStatus(label, guess, step.status))
  }
  const extra = predicted.ok === seen.ok ? predicted.printed.slice(seen.steps.length) : []
  return [...differences, ...extra.map((step) => `${label}: ${step.name} is not printed`)]
}

function compareStatus(label: string, guess: PrintedStep, status: string): string[] {
  if (guess.kind === 'from') return guess.status === status ? [] : [`${label}: ${guess.name} ${status}`]
  if (guess.status === 'DEPENDS') {
    if (status === 'CACHED') agreement.dependsCached++
    else agreement.dependsRan++
    return []
  }
  if (status === 'CACHED') agreement.cached++
  else agreement.ran++
  return guess.status === status ? [] : [`${label}: ${guess.name} ${status}, predicted ${guess.status}`]
}

/** As with one `layertui record` after the other. */
function throughFile(builder: BuilderState): BuilderState {
  const parsed = parseBaseline(serializeBaseline(builder, { recordedAt: '2026-01-01T00:00:00.000Z' }))
  if (parsed.problem !== null) throw new Error(parsed.problem)
  return parsed.builder
}

/** A command that fails in its container is nothing that anybody can foresee. */
const failsInside = (predicted: Prediction, seen: SeenBuild): boolean =>
  predicted.ok && !seen.ok && (seen.error ?? '').includes('The command ')

/** Where a command failed in its container, it and all behind it left nothing. */
function afterBuild(before: BuilderState, { plan, after, ...predicted }: Prediction, seen: SeenBuild): BuilderState {
  if (plan === null || !failsInside({ plan, after, ...predicted }, seen)) return after
  const keys = after.pastBuilds[0]!.steps.map(({ key }) => key)
  const there = new Set([...keys.slice(0, seen.steps.length - 1), ...imagesOf(before)])
  const never = new Set(keys.slice(seen.steps.length - 1).filter((key) => !there.has(key)))
  const children = Object.entries(after.classic.children).map(
    ([parent, list]) => [parent, list.filter(({ id }) => !never.has(id))] as const,
  )
  return { ...after, classic: { ...after.classic, children: Object.fromEntries(children) } }
}

const imagesOf = ({ classic }: BuilderState): readonly string[] =>
  Object.values(classic?.children ?? {}).flatMap((list) => list.map(({ id }) => id))
