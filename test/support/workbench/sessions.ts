import fc from 'fast-check'
import type { Failure } from '../../../src/diagnostics/failure.ts'
import type { Image } from '../../../src/image/model/image.ts'
import { commands } from '../../../src/workbench/commands/all-commands.ts'
import type { WorkbenchEvent } from '../../../src/workbench/state/event.ts'
import { sketchEdit, sketchPlan } from '../plan.ts'
import { imageEvent, noon, shopEvents, shopImage, shopPlan, shopReference } from './shop.ts'

const at = noon
const hostile = 'src/\x1b[2J\x9b31m\u202e\n日本/a.ts'
const failure: Failure = { kind: 'engine-away', summary: hostile, detail: hostile, nextStep: hostile }
const hostileImage: Image = {
  ...shopImage,
  reference: { kind: 'engine', name: hostile },
  tags: [hostile],
  layers: shopImage.layers.map((layer) => ({ ...layer, command: hostile })),
  history: shopImage.history.map((row) => ({ ...row, command: hostile })),
}
const hostilePlan = sketchPlan({
  steps: [
    { line: 1, text: 'FROM node\x1b]0;title\x07:20' },
    {
      line: 2,
      text: `COPY ${hostile} .`,
      status: 'rebuilt',
      causes: [{ kind: 'content', files: [{ path: hostile, change: 'added' }], total: 1 }],
    },
  ],
  warnings: [{ kind: 'remote-source', source: hostile }],
})

const keys = [...new Set(commands.flatMap((command) => command.keys)), 'x', 'backspace', 'é', 'alt-q']

const events: fc.Arbitrary<WorkbenchEvent> = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...keys).map((key): WorkbenchEvent => ({ type: 'key.pressed', key, at })) },
  fc
    .record({ columns: fc.integer({ min: 1, max: 180 }), rows: fc.integer({ min: 1, max: 60 }) })
    .map((size): WorkbenchEvent => ({ type: 'screen.resized', ...size, at })),
  fc
    .record({ x: fc.nat(180), y: fc.nat(60) })
    .map((place): WorkbenchEvent => ({ type: 'mouse.clicked', ...place, at })),
  fc
    .record({ x: fc.nat(180), y: fc.nat(60), by: fc.constantFrom(1 as const, -1 as const) })
    .map((turn): WorkbenchEvent => ({ type: 'mouse.scrolled', ...turn, at })),
  fc.constantFrom<WorkbenchEvent>(
    ...shopEvents,
    { type: 'build', at, event: { type: 'planned', plan: hostilePlan, edits: [] } },
    {
      type: 'build',
      at,
      event: {
        type: 'planned',
        plan: hostilePlan,
        edits: [sketchEdit(hostile, { kind: 'busts', steps: ['stage-0:2'], rerun: 1, may: 0, of: 2 })],
      },
    },
    { type: 'build', at, event: { type: 'planned', plan: shopPlan(true), edits: [] } },
    {
      type: 'build',
      at,
      event: {
        type: 'broken',
        problem: { file: hostile, line: 3, column: 1, message: `unknown \x1b[1m${hostile}`, hint: hostile },
        edits: [],
      },
    },
    {
      type: 'build',
      at,
      event: {
        type: 'failed',
        failure: { kind: 'no-context', summary: `${hostile} is gone`, detail: hostile, nextStep: hostile },
      },
    },
    { type: 'build', at, event: { type: 'progress', phase: 'hashing', done: 12, total: 10_000 } },
    { type: 'build', at, event: { type: 'notice', notice: { id: 'polling', level: 'warn', text: hostile } } },
    {
      type: 'engine',
      at,
      event: {
        type: 'engine.away',
        failure,
      },
    },
    imageEvent({ type: 'opened', reference: shopReference, image: hostileImage }),
    imageEvent({ type: 'open-failed', reference: shopReference, failure }),
    imageEvent({ type: 'reading', imageId: shopImage.id, progress: { phase: hostile, done: 1, total: null } }),
    imageEvent({ type: 'read-failed', imageId: shopImage.id, failure }),
    imageEvent({ type: 'list-failed', failure }),
    imageEvent({ type: 'file-failed', path: 'app/server.js', layer: 3, failure }),
    imageEvent({
      type: 'listed',
      images: [{ id: shopImage.id, tags: [hostile], size: 1, createdAt: 1, containers: 0 }],
    }),
    imageEvent({ type: 'file-read', path: 'app/server.js', layer: 3, bytes: new TextEncoder().encode(hostile) }),
    { type: 'text.pasted', at, text: hostile },
    { type: 'highlight.expired', at },
    { type: 'minute.passed', at: at + 120_000 },
  ),
)

/** Keys, clicks, sizes, saves and answers in any order, with names that try to break the screen. */
export const sessions: fc.Arbitrary<readonly WorkbenchEvent[]> = fc.array(events, { minLength: 1, maxLength: 40 })
