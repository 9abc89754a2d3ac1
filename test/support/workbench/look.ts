/**
 * Shows the workbench with the shop's data, for people who work on how it looks. Keys work; nothing is watched.
 *
 *     node bin/run-typescript.js test/support/workbench/look.ts
 */

import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { defaultOptions } from '../../../src/cache/model/build-options.ts'
import type { BuildWatcher, ImageHandle, ImageSource } from '../../../src/runtime/ports.ts'
import type { BuildEvent } from '../../../src/session/build-event.ts'
import { createImageReader } from '../../../src/sources/images/reader/image-reader.ts'
import { runWorkbench } from '../../../src/tui/run-workbench.ts'
import { shopEvents, shopImage, shopLayers, shopPlan, shopReference } from './shop.ts'

let tell: (event: BuildEvent) => void = () => {}

const watcher: BuildWatcher = {
  start(_request, report) {
    tell = report
    const events = shopEvents.flatMap((event): BuildEvent[] => (event.type === 'build' ? [event.event] : []))
    for (const event of events) report(event)
  },
  resolveImages() {},
  setEngine() {},
  rebase() {},
  close: async () => {},
}

const shopHandle: ImageHandle = {
  image: shopImage,
  layers: shopLayers.map((entries) => ({
    async *entries() {
      yield* entries
    },
    open: async (path) =>
      path.endsWith('.js')
        ? new TextEncoder().encode('import { createServer } from "node:http"\n\n\tcreateServer().listen(8080)\n')
        : new Uint8Array([0x7f, 0x45, 0x4c, 0x46, 0, 1, 2, 3]),
  })),
  containerChanges: async () => [],
}

const images: ImageSource = {
  follow(report) {
    for (const event of shopEvents) if (event.type === 'engine') report(event.event)
  },
  list: async () => [
    { id: shopImage.id, tags: shopImage.tags, size: shopImage.size, createdAt: 1_709_992_692, containers: 2 },
    { id: `sha256:${'f'.repeat(64)}`, tags: [], size: 98_000_000, createdAt: 1_709_992_000, containers: 0 },
    {
      id: `sha256:${'9'.repeat(64)}`,
      tags: ['node:20-slim'],
      size: 201_000_000,
      createdAt: 1_708_992_000,
      containers: 0,
    },
  ],
  resolve: async () => [],
  open: async () => shopHandle,
  close: () => {},
}

const faultyPlan = Object.defineProperty({ ...shopPlan(true) }, 'rules', {
  get() {
    throw new Error('staged fault')
  },
})

// Faults for the tests of the last net: where they start is what differs.
process.on('SIGUSR2', () => {
  if (process.env.FAULT === 'throw') throw new Error('staged fault')
  if (process.env.FAULT === 'reject') Promise.reject(new Error('staged fault'))
  if (process.env.FAULT === 'render') tell({ type: 'planned', plan: faultyPlan, edits: [] })
})

process.exitCode = await runWorkbench({
  input: process.stdin,
  output: process.stdout as typeof process.stdout & { fd: number },
  request: {
    context: '/home/ada/shop',
    dockerfile: null,
    options: defaultOptions,
    baseline: { kind: 'now', ref: null },
    builder: null,
    frontend: null,
    daemon: null,
  },
  image: shopReference,
  openBuildWatcher: async () => watcher,
  openImageReader: async () => createImageReader(images),
  colors: process.env.NO_COLOR === undefined,
  ascii: process.env.LC_ALL === 'C',
  crashFile: process.env.CRASH_FILE ?? join(tmpdir(), 'layertui-look-crash.txt'),
})
process.exit()
