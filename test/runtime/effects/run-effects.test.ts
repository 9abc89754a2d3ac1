import { expect, test } from 'vitest'
import { defaultOptions } from '../../../src/cache/model/build-options.ts'
import { FailureError, PartFailureError } from '../../../src/diagnostics/failure.ts'
import { createEffectRunner } from '../../../src/runtime/effects/run-effects.ts'
import type { UndatedEvent } from '../../../src/runtime/effects/undated-event.ts'
import { createJobs } from '../../../src/runtime/jobs.ts'
import type { BuildWatcher, ImageHandle, ImageSource } from '../../../src/runtime/ports.ts'
import { createImageReader } from '../../../src/sources/images/reader/image-reader.ts'
import type { ImageEvent } from '../../../src/workbench/state/event.ts'
import { shopImage, shopLayers, shopPlan, shopReference } from '../../support/workbench/shop.ts'

const calls: string[] = []
const watcher: BuildWatcher = {
  start: (_request, report) => report({ type: 'planned', plan: shopPlan(false), edits: [] }),
  resolveImages: (images) => calls.push(`resolved ${images.length}`),
  setEngine: (engine) => calls.push(`engine ${engine?.version}`),
  rebase: () => calls.push('rebase'),
  close: async () => void calls.push('closed'),
}
const shopHandle: ImageHandle = {
  image: shopImage,
  layers: shopLayers.map((entries, layer) => ({
    async *entries({ report, found }) {
      report({ phase: 'reading layers', done: 1, total: 2 })
      yield* entries
      if (layer === 1) {
        throw new PartFailureError({ kind: 'archive-damaged', summary: 'layer 2 is damaged', detail: '', nextStep: '' })
      }
      found({ compressedSize: null, diffId: null })
    },
    open: async () => new Uint8Array([104, 105]),
  })),
  containerChanges: async () => [],
}
const images: ImageSource = {
  follow: (report) => report({ type: 'engine.images-changed', ref: 'shop:dev' }),
  list: async () => [],
  open: async (reference) => {
    calls.push('open')
    if (reference.kind === 'engine' && reference.name === 'gone') {
      throw new FailureError({
        kind: 'no-image',
        summary: 'No such image: gone',
        detail: '',
        nextStep: 'docker pull gone',
      })
    }
    return shopHandle
  },
  resolve: async () => {
    throw new Error('socket hang up')
  },
  close: () => calls.push('closed images'),
}

function runner(overrides: Partial<Parameters<typeof createEffectRunner>[0]> = {}) {
  calls.length = 0
  const facts: UndatedEvent[] = []
  const jobs = createJobs()
  const effects = createEffectRunner({
    request: {
      context: '/shop',
      dockerfile: null,
      options: defaultOptions,
      baseline: { kind: 'now', ref: null },
      builder: null,
      frontend: null,
      daemon: null,
    },
    openBuildWatcher: async () => watcher,
    openImageReader: async () => createImageReader(images),
    screen: {
      repaint: () => calls.push('repaint'),
      captureMouse: () => {},
      copy: () => {},
      edit: async () => null,
      suspend: () => {},
      quit: () => {},
    },
    jobs,
    report: (fact) => facts.push(fact),
    ...overrides,
  })
  return { effects, facts, jobs }
}

/** What was told of the image. */
const imageFacts = (facts: readonly UndatedEvent[]): readonly ImageEvent[] =>
  facts.flatMap((fact) => (fact.type === 'image' ? [fact.event] : []))

test('an image is opened, its layers read one by one, and all become facts', async () => {
  const { effects, facts, jobs } = runner()
  effects.perform({ type: 'image.open', reference: shopReference })
  await jobs.whenIdle()
  effects.perform({ type: 'image.read', image: shopImage })
  await jobs.whenIdle()
  expect(imageFacts(facts).map(({ type }) => type)).toEqual([
    'opened',
    ...shopLayers.flatMap(() => ['reading', 'layer-read']),
    'read',
  ])
  expect(calls).toEqual(['open'])
})

test('a layer that cannot be read does not hide the others', async () => {
  const { effects, facts, jobs } = runner()
  effects.perform({ type: 'image.read', image: shopImage })
  await jobs.whenIdle()
  const read = imageFacts(facts).find(({ type }) => type === 'read')
  expect(read).toMatchObject({
    tree: { layerCount: shopLayers.length },
    warnings: [{ kind: 'unreadable-layer', layer: 1, why: 'layer 2 is damaged' }],
  })
})

test('a file is read from the layer that is named', async () => {
  const { effects, facts, jobs } = runner()
  effects.perform({ type: 'image.read-file', image: shopImage, layer: 3, path: 'app/server.js' })
  await jobs.whenIdle()
  expect(imageFacts(facts)).toEqual([
    { type: 'file-read', path: 'app/server.js', layer: 3, bytes: new Uint8Array([104, 105]) },
  ])
})

test('trouble that a source worded comes as it was worded', async () => {
  const { effects, facts, jobs } = runner()
  const reference = { kind: 'engine', name: 'gone' } as const
  effects.perform({ type: 'image.open', reference })
  await jobs.whenIdle()
  expect(imageFacts(facts)).toMatchObject([
    { type: 'open-failed', reference, failure: { summary: 'No such image: gone' } },
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
