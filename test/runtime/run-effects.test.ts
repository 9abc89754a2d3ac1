import { expect, test } from 'vitest'
import { defaultOptions } from '../../src/cache/model/build-options.ts'
import { FailureError } from '../../src/diagnostics/failure.ts'
import { createJobs } from '../../src/runtime/jobs.ts'
import type { BuildWatcher, ImageSource } from '../../src/runtime/ports.ts'
import { createEffectRunner, type Fact } from '../../src/runtime/run-effects.ts'
import { shopImage, shopLayers, shopPlan } from '../support/workbench/shop.ts'

const calls: string[] = []
const watcher: BuildWatcher = {
  start: (_request, report) => report({ type: 'planned', plan: shopPlan(false), edits: [] }),
  resolveImages: (images) => calls.push(`resolved ${images.length}`),
  setEngine: (engine) => calls.push(`engine ${engine?.version}`),
  rebase: () => calls.push('rebase'),
  close: async () => void calls.push('closed'),
}
const images: ImageSource = {
  follow: (report) => report({ type: 'engine.images-changed', ref: 'shop:dev' }),
  list: async () => [],
  inspect: async (ref) => {
    if (ref === 'gone') {
      throw new FailureError({
        kind: 'no-image',
        summary: 'No such image: gone',
        detail: '',
        nextStep: 'docker pull gone',
      })
    }
    return shopImage
  },
  resolve: async () => {
    throw new Error('socket hang up')
  },
  readLayers: async (_image, report) => {
    report({ phase: 'reading', done: 1, total: 2 })
    return shopLayers
  },
  readFile: async () => new Uint8Array([104, 105]),
  changes: async () => [],
}

function runner(overrides: Partial<Parameters<typeof createEffectRunner>[0]> = {}) {
  calls.length = 0
  const facts: Fact[] = []
  const jobs = createJobs()
  const effects = createEffectRunner({
    request: {
      context: '/shop',
      dockerfile: null,
      options: defaultOptions,
      baseline: 'now',
      builder: null,
      frontend: null,
      daemon: null,
    },
    openBuildWatcher: async () => watcher,
    openImageSource: async () => images,
    screen: { repaint: () => calls.push('repaint'), captureMouse: () => {}, suspend: () => {}, quit: () => {} },
    jobs,
    report: (fact) => facts.push(fact),
    ...overrides,
  })
  return { effects, facts, jobs }
}

test('an image is inspected, its files read, and both become facts', async () => {
  const { effects, facts, jobs } = runner()
  effects.perform({ type: 'image.inspect', ref: 'shop:dev' })
  await jobs.whenIdle()
  effects.perform({ type: 'image.read', image: shopImage })
  await jobs.whenIdle()
  expect(facts.map(({ type }) => type)).toEqual(['image.inspected', 'image.reading', 'image.read'])
})

test('trouble that a source worded comes as it was worded', async () => {
  const { effects, facts, jobs } = runner()
  effects.perform({ type: 'image.inspect', ref: 'gone' })
  await jobs.whenIdle()
  expect(facts).toMatchObject([
    { type: 'image.inspect-failed', ref: 'gone', failure: { summary: 'No such image: gone' } },
  ])
})

test('base images that cannot be asked for are a notice, and the rest goes on', async () => {
  const { effects, facts, jobs } = runner()
  effects.perform({ type: 'image.resolve-bases', refs: ['node:20'] })
  await jobs.whenIdle()
  expect(facts).toMatchObject([{ type: 'build', event: { type: 'notice', notice: { id: 'bases', level: 'warn' } } }])
})

test('a watcher that cannot be opened is told in the plan’s place', async () => {
  const { effects, facts } = runner({
    openBuildWatcher: async () => {
      throw new FailureError({ kind: 'no-context', summary: 'No such directory', detail: '', nextStep: 'name another' })
    },
  })
  effects.perform({ type: 'build.watch' })
  await new Promise(setImmediate)
  expect(facts).toMatchObject([{ type: 'build', event: { type: 'failed', failure: { summary: 'No such directory' } } }])
})

test('closing waits for the watcher, and opens nothing only to close it', async () => {
  const opened = runner()
  opened.effects.perform({ type: 'build.watch' })
  opened.effects.perform({ type: 'build.rebase' })
  await opened.effects.close()
  expect(calls).toEqual(['rebase', 'closed'])
  await runner().effects.close()
  expect(calls).toEqual([])
})
