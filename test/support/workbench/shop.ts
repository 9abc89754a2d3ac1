import type { Cause, Plan, PlanStep } from '../../../src/cache/model/plan/plan.ts'
import { measureWaste } from '../../../src/image/analysis/waste.ts'
import type { Image, LayerEntry, LayerEntryKind } from '../../../src/image/model/image.ts'
import { indexLayers } from '../../../src/image/tree/grow-tree.ts'
import type { Edit } from '../../../src/session/edit.ts'
import type { ImageEvent, WorkbenchEvent } from '../../../src/workbench/state/event.ts'
import { openWorkbench, type Subject, type WorkbenchState } from '../../../src/workbench/state/state.ts'
import { update } from '../../../src/workbench/update/update.ts'
import { diveFigures } from '../dive-figures.ts'

/** A small shop with a build, some saves and an image: what most people's screens look like. */
export const noon = new Date(2024, 2, 9, 14, 2, 0).getTime()
const later = (seconds: number) => noon + seconds * 1000

export const buildSubject: Subject = {
  build: { contextName: 'shop', dockerfileName: 'Dockerfile', target: null, baselineKind: 'now' },
  image: { kind: 'engine', name: 'shop:dev' },
}

/** Takes in events one after the other, as the store does. */
export function takeIn(state: WorkbenchState, ...events: readonly WorkbenchEvent[]): WorkbenchState {
  return events.reduce((current, event) => update(current, event).state, state)
}

export function press(state: WorkbenchState, ...keys: readonly string[]): WorkbenchState {
  return takeIn(state, ...keys.map((key): WorkbenchEvent => ({ type: 'key.pressed', key, at: state.now })))
}

export function openShop(columns: number, rows: number, subject: Subject = buildSubject): WorkbenchState {
  return openWorkbench({ subject, size: { columns, rows }, now: noon, mouse: true })
}

/** The workbench after three saves, with the image of the last build beside it. */
export function shopAtWork(columns: number, rows: number): WorkbenchState {
  return takeIn(openShop(columns, rows), ...shopEvents)
}

const step = (
  stage: 'build' | 'final',
  place: string,
  line: number,
  text: string,
  facts: Partial<PlanStep> = {},
): PlanStep => ({
  id: `${stage}:${line}`,
  vertex: `[${stage} ${place}] ${text}`,
  stage,
  stageIndex: stage === 'build' ? 0 : 1,
  line,
  endLine: line,
  instruction: text.split(' ')[0]!,
  text,
  layer: !text.startsWith('FROM'),
  status: 'cached',
  causes: [],
  keyedBy: { kind: 'run', variables: ['NODE_ENV'], mounts: [] },
  ...facts,
})

const edited: Cause = { kind: 'content', files: [{ path: 'src/cart.ts', change: 'modified' }], total: 1 }
const copySource = '[build 5/6] COPY src/ ./src/'

export const shopPlan = (busted: boolean): Plan => {
  const fallen = (cause: Cause): Partial<PlanStep> => (busted ? { status: 'rebuilt', causes: [cause] } : {})
  const steps: readonly PlanStep[] = [
    step('build', '1/6', 1, 'FROM node:20-bookworm'),
    step('build', '2/6', 3, 'WORKDIR /app'),
    step('build', '3/6', 4, 'COPY package.json package-lock.json ./'),
    step('build', '4/6', 5, 'RUN npm ci'),
    step('build', '5/6', 12, 'COPY src/ ./src/', {
      ...fallen(edited),
      keyedBy: { kind: 'copy', names: ['src'], more: 0, ownership: false, linked: false },
    }),
    step('build', '6/6', 13, 'RUN npm run build', fallen({ kind: 'parent', from: { kind: 'step', id: 'build:12' } })),
    step('final', '1/4', 15, 'FROM node:20-slim'),
    step('final', '2/4', 16, 'RUN apt-get update && apt-get install --yes --no-install-recommends tini curl', {
      endLine: 18,
    }),
    step('final', '3/4', 19, 'COPY --from=build /app/dist /app', {
      ...(busted
        ? {
            status: 'depends',
            causes: [{ kind: 'input', from: { kind: 'step', id: 'build:13' } }],
            note: { kind: 'depends', parent: null, sources: [{ kind: 'step', id: 'build:13' }] },
          }
        : {}),
    }),
  ]
  const count = (status: PlanStep['status']) => steps.filter((one) => one.status === status).length
  return {
    dockerfile: 'Dockerfile',
    context: '/home/ada/shop',
    target: 'final',
    baseline: { kind: 'now', ref: null },
    rules: { builder: 'overlay2', frontend: 'built-in 1.19', daemon: '0.25' },
    stages: [
      { name: 'build', index: 0, line: 1, base: 'node:20-bookworm', needed: true, reads: [] },
      { name: 'final', index: 1, line: 15, base: 'node:20-slim', needed: true, reads: [{ stage: 0, line: 19 }] },
      { name: 'test', index: 2, line: 22, base: 'build', needed: false, reads: [{ stage: 0, line: 22 }] },
    ],
    steps,
    metadata: [
      {
        id: 'final:20',
        stage: 'final',
        stageIndex: 1,
        line: 20,
        endLine: 20,
        instruction: 'CMD',
        text: 'CMD ["node", "/app/server.js"]',
      },
    ],
    summary: {
      cached: count('cached'),
      rebuilt: count('rebuilt'),
      depends: count('depends'),
      fails: 0,
      firstRebuilt: busted ? copySource : null,
    },
    warnings: [],
  }
}

const edits: readonly Edit[] = [
  {
    id: 1,
    at: later(160),
    path: 'src/cart.ts',
    count: 1,
    verdict: { kind: 'unaffected', reason: 'same bytes', detail: '' },
  },
  {
    id: 2,
    at: later(182),
    path: 'README.md',
    count: 1,
    verdict: { kind: 'unaffected', reason: 'ignored', detail: '.dockerignore line 4 *.md' },
  },
  {
    id: 3,
    at: later(211),
    path: 'src/cart.ts',
    count: 1,
    verdict: { kind: 'busts', steps: ['build:12'], rerun: 2, may: 1, of: 9 },
  },
]

const kilobyte = 1000
const megabyte = 1000 * kilobyte
const digest = (letter: string) => `sha256:${letter.repeat(64)}`

export const shopReference = { kind: 'engine', name: 'shop:dev' } as const

export const shopImage: Image = {
  reference: shopReference,
  id: digest('e'),
  tags: ['shop:dev', 'shop:latest'],
  platform: 'linux/amd64',
  createdAt: '2024-03-09T13:58:12Z',
  size: 212.4 * megabyte,
  config: {
    user: 'node',
    workdir: '/app',
    env: ['PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', 'NODE_VERSION=20.11.1'],
    entrypoint: ['docker-entrypoint.sh'],
    command: ['node', '/app/server.js'],
    labels: {},
    onbuild: [],
    shell: [],
  },
  layers: [
    {
      index: 0,
      diffId: digest('a'),
      digest: null,
      size: 74.8 * megabyte,
      command: '# debian.sh --arch amd64 out/ bookworm',
      createdAt: null,
    },
    {
      index: 1,
      diffId: digest('b'),
      digest: null,
      size: 94.7 * megabyte,
      command: 'RUN /bin/sh -c set -ex; install node',
      createdAt: null,
    },
    {
      index: 2,
      diffId: digest('c'),
      digest: null,
      size: 38.5 * megabyte,
      command: 'RUN apt-get update && apt-get install --yes --no-install-recommends tini curl',
      createdAt: '2024-03-09T13:57:02Z',
    },
    {
      index: 3,
      diffId: digest('d'),
      digest: null,
      size: 4.4 * megabyte,
      command: 'COPY /app/dist /app',
      createdAt: '2024-03-09T13:58:12Z',
    },
  ],
  history: [
    { command: '# debian.sh --arch amd64 out/ bookworm', createdAt: null, layer: 0 },
    { command: 'ENV NODE_VERSION=20.11.1', createdAt: null, layer: null },
    { command: 'RUN /bin/sh -c set -ex; install node', createdAt: null, layer: 1 },
    {
      command: 'RUN apt-get update && apt-get install --yes --no-install-recommends tini curl',
      createdAt: '2024-03-09T13:57:02Z',
      layer: 2,
    },
    { command: 'COPY /app/dist /app', createdAt: '2024-03-09T13:58:12Z', layer: 3 },
    { command: 'CMD ["node" "/app/server.js"]', createdAt: '2024-03-09T13:58:12Z', layer: null },
  ],
  warnings: [],
}

const entry = (path: string, size: number, facts: Partial<LayerEntry> = {}): LayerEntry => ({
  path,
  kind: 'file' as LayerEntryKind,
  size,
  mode: 0o644,
  uid: 0,
  gid: 0,
  link: '',
  whiteout: null,
  ...facts,
})

export const shopLayers: readonly (readonly LayerEntry[])[] = [
  [
    entry('etc/debian_version', 6),
    entry('etc/passwd', 839),
    entry('var/cache/debconf/templates.dat', 1.9 * megabyte),
    entry('var/lib/dpkg/status', 61_000),
    entry('usr/bin/bash', 1.27 * megabyte, { mode: 0o755 }),
    entry('bin', 0, { kind: 'symlink', link: 'usr/bin', mode: 0o777 }),
  ],
  [entry('usr/local/bin/node', 94.6 * megabyte, { mode: 0o755 }), entry('etc/passwd', 881)],
  [
    entry('usr/bin/curl', 252_000, { mode: 0o755 }),
    entry('usr/bin/tini', 27_400, { mode: 0o755 }),
    entry('usr/lib/x86_64-linux-gnu/libcurl.so.4.8.0', 694_000),
    entry('var/lib/dpkg/status', 64_200),
    entry('var/cache/debconf/templates.dat', 0, { whiteout: 'file' }),
    entry('var/lib/apt/lists/mirror.example_dists_bookworm_main_binary-amd64_Packages.lz4', 17.9 * megabyte),
  ],
  [
    entry('app/server.js', 3.1 * megabyte),
    entry('app/server.js.map', 1.2 * megabyte),
    entry('app/assets/logo\x1b[31m.svg', 2_140),
    entry('app/assets/スタイル.css', 8_812),
  ],
]

const shopTree = indexLayers(shopLayers)

/** What happens to the image, as the state is told it. */
export function imageEvent(event: ImageEvent): WorkbenchEvent {
  return { type: 'image', at: noon, event }
}

/** Whether an event tells that the image's files were read. */
export const tellsFiles = (event: WorkbenchEvent): boolean => event.type === 'image' && event.event.type === 'read'

/** Everything that is reported from the start to the third save. */
export const shopEvents: readonly WorkbenchEvent[] = [
  { type: 'workbench.opened', at: noon },
  {
    type: 'engine',
    at: noon,
    event: {
      type: 'engine.connected',
      engine: {
        version: '28.5.2',
        apiVersion: '1.51',
        platform: 'linux/amd64',
        builder: 'overlay2',
        endpoint: 'unix:///var/run/docker.sock',
        buildkit: '0.25.1',
      },
    },
  },
  {
    type: 'build',
    at: noon,
    event: { type: 'watching', status: { files: 1204, directories: 96, mode: 'events', watches: 96 } },
  },
  imageEvent({ type: 'opened', reference: shopReference, image: shopImage }),
  imageEvent({
    type: 'read',
    imageId: shopImage.id,
    tree: shopTree,
    waste: measureWaste(shopTree, diveFigures(shopLayers)),
    warnings: [],
  }),
  { type: 'build', at: noon, event: { type: 'planned', plan: shopPlan(false), edits: [] } },
  ...edits.map(
    (edit): WorkbenchEvent => ({
      type: 'build',
      at: edit.at,
      event: { type: 'planned', plan: shopPlan(edit.verdict.kind === 'busts'), edits: [edit] },
    }),
  ),
]
