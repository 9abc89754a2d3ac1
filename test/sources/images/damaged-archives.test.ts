import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { FailureError } from '../../../src/diagnostics/failure.ts'
import { createImageSource } from '../../../src/sources/images/image-source.ts'
import { readImage } from '../../../src/sources/images/reader/read-image.ts'
import { dockerArchive, gzip } from '../../support/image-archive.ts'

let directory: string
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'layertui-damaged-'))
})
afterAll(() => rm(directory, { recursive: true }))

const lines = [
  { command: 'ADD root /', layer: 'etc/\netc/hosts "localhost"\nbin/sh 900\nl -> bin' },
  { command: 'RUN make', layer: 'out/app "program"\nout/same => out/app\n-etc/hosts\nbin/*' },
]
const plain = await dockerArchive(lines)
const packed = await dockerArchive(lines, { compress: gzip })

/** Changed bytes, a part left out, a part twice, a cut end. */
const damage = fc.record({
  of: fc.constantFrom(plain, packed, gzip(plain)),
  bytes: fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(255)), { maxLength: 6 }),
  move: fc.option(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.integer({ min: -2048, max: 2048 }))),
  end: fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { freq: 4 }),
})

function damaged({ of, bytes, move, end }: typeof damage extends fc.Arbitrary<infer T> ? T : never): Buffer {
  const changed = Buffer.from(of)
  for (const [where, byte] of bytes) changed[Math.floor(where * (changed.length - 1))] = byte
  const at = move === null ? 0 : Math.floor(move[0] * changed.length)
  const moved =
    move === null ? changed : Buffer.concat([changed.subarray(0, at), changed.subarray(Math.max(0, at + move[1]))])
  return end === null ? moved : moved.subarray(0, Math.floor(end * moved.length))
}

test('a damaged archive ends in an image or in a failure that says what is wrong', async () => {
  const signal = new AbortController().signal
  await fc.assert(
    fc.asyncProperty(damage, async (how) => {
      const path = join(directory, 'damaged.tar')
      await writeFile(path, damaged(how))
      const source = createImageSource({ layerDirectory: null, spoolDirectory: directory, platform: 'linux/amd64' })
      try {
        const handle = await source.open({ kind: 'docker-archive', path, image: null }, signal)
        const reading = { signal, verify: true, report: () => undefined, layerRead: () => undefined }
        const { tree } = await readImage(handle, reading)
        expect(tree.layerCount).toBe(handle.image.layers.length)
      } catch (error) {
        if (!(error instanceof FailureError)) throw error
        expect(error.failure.summary).toContain('damaged.tar')
        expect(error.failure.nextStep).not.toBe('')
      } finally {
        source.close()
      }
    }),
    { numRuns: 300 },
  )
})
