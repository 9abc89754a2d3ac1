import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createImageSource } from '../../../src/sources/images/image-source.ts'
import { readImage } from '../../../src/sources/images/reader/read-image.ts'

const vectors = 'test/vectors/dive'
const signal = new AbortController().signal

type Recorded = {
  readonly efficiency: number
  readonly wastedBytes: number
  readonly sizeBytes: number
  /** As dive prints it: percent with two digits; null: it was not asked for. */
  readonly userWastedPercent: string | null
}

const recorded: Readonly<Record<string, Recorded>> = JSON.parse(await readFile(`${vectors}/figures.json`, 'utf8'))

let spoolDirectory: string
beforeAll(async () => {
  spoolDirectory = await mkdtemp(join(tmpdir(), 'layertui-dive-'))
})
afterAll(() => rm(spoolDirectory, { recursive: true }))

// Archives of random layers (overwritten, removed and opaque paths, links, devices, odd names), each with what dive 0.13
// wrote for it.
test.each(Object.entries(recorded))('%s has the figures that dive gives it', async (name, figures) => {
  const source = createImageSource({ layerDirectory: null, spoolDirectory, platform: 'linux/amd64' })
  try {
    const path = `${vectors}/${name}.tar.gz`
    const handle = await source.open({ kind: 'docker-archive', path, image: null }, signal)
    const reading = { signal, verify: true, report: () => undefined, layerRead: () => undefined }
    const { waste, warnings } = await readImage(handle, reading)
    expect(warnings).toEqual([])
    expect(waste.efficiency).toBeCloseTo(figures.efficiency, 12)
    expect({ wastedBytes: waste.wastedBytes, sizeBytes: waste.sizeBytes }).toEqual({
      wastedBytes: figures.wastedBytes,
      sizeBytes: figures.sizeBytes,
    })
    if (figures.userWastedPercent !== null) {
      expect(((waste.wastedBytes / waste.userBytes) * 100).toFixed(2)).toBe(figures.userWastedPercent)
    }
  } finally {
    source.close()
  }
})
