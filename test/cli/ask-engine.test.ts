import { expect, test } from 'vitest'
import { askBaseImages, askEngine } from '../../src/cli/commands/ask-engine.ts'
import type { ImageSource } from '../../src/runtime/ports.ts'
import type { EngineInfo } from '../../src/session/engine-event.ts'

const engine: EngineInfo = {
  version: '28.5.2',
  apiVersion: '1.51',
  platform: 'linux/amd64',
  builder: 'containerd',
  endpoint: 'unix:///var/run/docker.sock',
  buildkit: '0.25.2',
}
const unasked = () => {
  throw new Error('not asked for')
}
const source = (parts: Partial<ImageSource>): ImageSource => ({
  follow: unasked,
  list: unasked,
  resolve: unasked,
  open: unasked,
  close: unasked,
  ...parts,
})
const away = { kind: 'engine-away', summary: 'no engine', detail: '', nextStep: '' } as const

test('the engine that answers is told, and no longer followed', async () => {
  let followed: AbortSignal | undefined
  const answering = source({
    follow: (report, signal) => {
      followed = signal
      report({ type: 'engine.connected', engine })
    },
  })
  expect(await askEngine(answering, { within: 10_000 })).toEqual(engine)
  expect(followed?.aborted).toBe(true)
})

test('no engine, or one that never answers, is no engine', async () => {
  const absent = source({ follow: (report) => report({ type: 'engine.away', failure: away }) })
  const silent = source({ follow: () => {} })
  expect(await askEngine(absent, { within: 10_000 })).toBeNull()
  expect(await askEngine(silent, { within: 5 })).toBeNull()
})

test('base images of an engine that fails or hangs are unknown', async () => {
  const base = { ref: 'docker.io/library/node:20', id: 'sha256:1', digest: null, diffIds: [], config: null }
  const refs = [base.ref]
  expect(await askBaseImages(source({ resolve: async () => [base] }), refs, { within: 10_000 })).toEqual([base])
  expect(
    await askBaseImages(source({ resolve: async () => Promise.reject(new Error('gone')) }), refs, { within: 10_000 }),
  ).toEqual([])
  expect(await askBaseImages(source({ resolve: () => new Promise(() => {}) }), refs, { within: 5 })).toEqual([])
  expect(await askBaseImages(source({}), [], { within: 5 })).toEqual([])
})
