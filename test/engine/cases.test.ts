import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { defaultRules } from '../../src/cache/model/build-options.ts'
import { createImageSource } from '../../src/sources/images/image-source.ts'
import { casesDirectory, readCase } from '../support/cases/case-file.ts'
import type { BuildTarget } from '../support/fuzz/fuzz-target.ts'
import { runSequence, warmUp } from '../support/fuzz/run-sequence.ts'
import { provideBaseImage } from './base-image.ts'
import { type CaseTools, makeCaseTools } from './case-tools.ts'
import { chosenCases } from './chosen-cases.ts'
import { type EngineName, startEngine } from './engine.ts'
import { readRecording, recordingDifferences, recordingName } from './recording.ts'

const stores = [
  { engine: '28', builder: 'overlay2' },
  { engine: '28c', builder: 'containerd' },
] as const

describe.each(stores)('on Docker 28 with the $builder store', ({ engine, builder }) => {
  let target: BuildTarget
  let tools: CaseTools

  beforeAll(async () => {
    const running = await startEngine(engine).catch((error: unknown) => {
      throw new Error(noEngine(engine), { cause: error })
    })
    await provideBaseImage(running)
    tools = makeCaseTools(running)
    const images = createImageSource({ environment: { DOCKER_HOST: running.dockerHost }, platform: 'linux/amd64' })
    target = {
      engine: running,
      env: tools.env,
      syntax: null,
      builder: null,
      rules: { ...defaultRules, builder },
      resolveImages: (refs) => images.resolve(refs, AbortSignal.timeout(20_000)),
      // A person's own engine may be building something else.
      idle: false,
    }
    await warmUp(target)
  })

  afterAll(() => tools?.remove())

  test.each(chosenCases.filter((name) => hasRecording(name, engine)))('%s', async (name) => {
    const directory = join(casesDirectory, name)
    const spec = readCase(directory)

    const builds = await runSequence(spec, target)

    expect(builds.flatMap(({ disagreements }) => disagreements)).toEqual([])
    expect(builds).toHaveLength(spec.builds.length)
    const recording = readRecording(join(directory, recordingName(engine, spec.engines)))!
    const [last, ...earlier] = builds.toReversed()
    const now = { ...last!, earlier: earlier.toReversed() }
    expect(recordingDifferences(recording, now, { compareFrom: false })).toEqual([])
  })
})

test('at least forty cases of every area are built in each store', () => {
  for (const { engine } of stores) {
    expect(chosenCases.filter((name) => hasRecording(name, engine)).length).toBeGreaterThanOrEqual(40)
  }
})

/** Some cases are about one store only. */
const hasRecording = (name: string, engine: EngineName): boolean => {
  const { engines } = readCase(join(casesDirectory, name))
  if (engines && !engines.includes(engine)) return false
  return existsSync(join(casesDirectory, name, recordingName(engine, engines)))
}

const noEngine = (engine: EngineName): string =>
  `These tests need a Docker engine and found none: run them as root on Debian, where test/engine/engine.sh starts one, or name yours in LAYERTUI_ENGINE_${engine.toUpperCase()} (a socket URL of a Docker 28)`
