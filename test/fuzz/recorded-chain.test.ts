import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { defaultRules } from '../../src/cache/model/build-options.ts'
import { emptyBuilder } from '../../src/cache/model/builder-state.ts'
import type { PrintedStep } from '../../src/cache/model/simulation.ts'
import { recordBaseline } from '../../src/sources/files/build/record-baseline.ts'
import { resolveCaseImages } from '../support/cases/case-images.ts'
import { makeCasePlace, removeCasePlace } from '../support/cases/case-place.ts'
import { parseDockerArguments } from '../support/cases/docker-arguments.ts'
import { playCase, type ReadyBuild } from '../support/cases/play-case.ts'
import { predictBuild } from '../support/cases/predict-build.ts'
import { type DryRun, makeDryRun } from '../support/fuzz/dry-run.ts'
import { generateSequence } from '../support/fuzz/generate-sequence.ts'

let directory: string
let dryRun: DryRun

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'layertui-test-chain-'))
  dryRun = makeDryRun({ rules: defaultRules, syntax: null })
})

afterAll(() => {
  dryRun.close()
  rmSync(directory, { recursive: true, force: true })
})

test.each([1, 2, 3, 4])(
  'builds recorded one by one in a file predict as a builder that lived through them (seed %i)',
  async (seed) => {
    const rules = { parents: false, profile: 'all' } as const
    const { builds } = await generateSequence(seed, { features: rules, buildable: dryRun.buildable })
    const place = makeCasePlace()
    const baseline = join(directory, `${seed}.json`)
    const predictor = { rules: defaultRules, resolveImages: resolveCaseImages, cwd: place.work }
    let builder = emptyBuilder
    try {
      await playCase({ builds }, place, process.env, async (build) => {
        const lived = await predictBuild(build, predictor, builder)
        const recorded = await recordBuild(build, baseline)
        if (lived.plan === null) return expect(recorded, build.label).toBe(null)
        expect(recorded, build.label).toEqual(statusesOf(lived.printed))
        builder = lived.after
      })
    } finally {
      removeCasePlace(place)
    }
  },
)

/** What `layertui record` of the build says; null: it would be rejected. */
async function recordBuild(build: ReadyBuild, file: string): Promise<readonly string[] | null> {
  const { context, args, env } = build
  const { options, dockerfile } = parseDockerArguments(args, { cwd: context, env, classic: false })
  const builder = { builder: defaultRules.builder, frontend: null, daemon: defaultRules.daemon }
  const result = await recordBaseline({
    request: { context, dockerfile, options, baseline: { kind: 'file', ref: file }, ...builder },
    engine: null,
    resolveImages: resolveCaseImages,
    environment: { ...process.env, XDG_CACHE_HOME: join(directory, 'cache') },
    signal: new AbortController().signal,
    file,
    now: new Date(0),
  })
  return result.kind === 'planned' ? statusesOf(result.simulation.printed) : null
}

const statusesOf = (printed: readonly PrintedStep[]) => printed.map(({ name, status }) => `${status} ${name}`)
