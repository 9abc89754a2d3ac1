import { describe, expect, test } from 'vitest'
import { textOf } from '../../../src/workbench/display/line.ts'
import { layoutOf } from '../../../src/workbench/layout/geometry.ts'
import { fileLines } from '../../../src/workbench/panes/file-lines.ts'
import { planLines } from '../../../src/workbench/panes/plan-lines.ts'
import { wasteRows } from '../../../src/workbench/rows/waste-rows.ts'
import type { WorkbenchEvent } from '../../../src/workbench/state/event.ts'
import { update } from '../../../src/workbench/update/update.ts'
import { printScreen } from '../../support/workbench/print-screen.ts'
import {
  buildSubject,
  imageEvent,
  noon,
  openShop,
  press,
  shopAtWork,
  shopEvents,
  shopImage,
  shopPlan,
  shopReference,
  takeIn,
  tellsFiles,
} from '../../support/workbench/shop.ts'

const hints = (state: Parameters<typeof printScreen>[0]) => printScreen(state).split('\n').at(-1)!

describe('saves', () => {
  test('the headline and the marks change in one step', () => {
    const calm = printScreen(takeIn(openShop(84, 44), ...shopEvents.slice(0, -1)))
    const busted = printScreen(shopAtWork(84, 44))
    expect(calm).toContain('✓ README.md  nothing re-runs')
    expect(calm).not.toContain('●')
    expect(busted).toContain('● src/cart.ts  busts line 12 COPY src/ ./src/ · 2 re-run, 1 may')
    expect(busted).toContain('▌● 12 COPY src/ ./src/')
  })

  test('the cursor follows what saves bust, until a person moves it', () => {
    const followed = shopAtWork(84, 44)
    expect(followed.view.cursors.plan.id).toBe('build:12')
    const moved = press(takeIn(openShop(84, 44), ...shopEvents.slice(0, -1)), 'g')
    expect(takeIn(moved, shopEvents.at(-1)!).view.cursors.plan.id).toBe('build:1')
    expect(takeIn(press(moved, 'escape'), shopEvents.at(-1)!).view.cursors.plan.id).toBe('build:12')
  })

  test('rows that changed are highlighted for a short time', () => {
    const { state, effects } = update(takeIn(openShop(84, 44), ...shopEvents.slice(0, -1)), shopEvents.at(-1)!)
    expect([...state.view.fresh]).toEqual(['build:12', 'build:13', 'final:19'])
    expect(effects).toContainEqual({ type: 'highlight.start' })
    expect(takeIn(state, { type: 'highlight.expired', at: noon }).view.fresh.size).toBe(0)
  })

  test('a broken Dockerfile says where, and keeps the last good plan, greyed', () => {
    const state = takeIn(shopAtWork(84, 44), {
      type: 'build',
      at: noon,
      event: {
        type: 'broken',
        problem: {
          file: 'Dockerfile',
          line: 7,
          column: 1,
          message: 'unknown instruction: RUNN',
          hint: 'Did you mean RUN?',
        },
        edits: [],
      },
    })
    expect(printScreen(state)).toContain('✗ Dockerfile:7:1  unknown instruction: RUNN')
    expect(printScreen(state)).toContain('plan before the error')
    expect(printScreen(state)).toContain('✗ Did you mean RUN?')
    const tones = planLines(state, 82, 14).flatMap((line) => line.map(({ tone }) => tone))
    expect(new Set(tones)).toEqual(new Set(['faint']))
  })

  const broken = (message: string) =>
    ({
      type: 'build',
      at: noon,
      event: { type: 'broken', problem: { file: 'Dockerfile', line: 7, column: 1, message }, edits: [] },
    }) as const

  test('the cursor of the saves stays on the newest one, also where it breaks the build', () => {
    const { problem } = broken('unknown').event
    const edit = { id: 9, at: noon, path: 'Dockerfile', count: 1, verdict: { kind: 'broken', problem } } as const
    const event = { type: 'broken', problem, edits: [edit] } as const
    const state = takeIn(press(shopAtWork(84, 44), '2', 'g'), { type: 'build', at: noon, event })
    expect(printScreen(state)).toMatch(/▌ \d\d:\d\d:\d\d ✗ Dockerfile/)
  })

  test('what the headline has to cut of a problem stands in whole below', () => {
    const message = `unknown instruction: ${'RUNN '.repeat(20)}here it ends`
    const screen = printScreen(takeIn(shopAtWork(84, 44), broken(message)))
    expect(screen).toMatch(/✗ Dockerfile:7:1 {2}unknown instruction: RUNN .*…/)
    expect(screen).toContain(' ✗ Dockerfile:7:1: unknown instruction: RUNN')
    expect(screen).toContain('here it ends')
  })

  test('a context that goes away says so, whatever was broken in it', () => {
    const failure = {
      kind: 'no-context',
      summary: '/srv/shop does not exist',
      detail: '',
      nextStep: 'look for it',
    } as const
    const away = { type: 'build', at: noon, event: { type: 'failed', failure } } as const
    expect(printScreen(takeIn(shopAtWork(84, 44), broken('unknown'), away))).toContain('✗ /srv/shop does not exist')
    expect(printScreen(takeIn(shopAtWork(84, 44), broken('unknown'), away, broken('unknown')))).toContain(
      '✗ Dockerfile:7:1  unknown',
    )
  })

  test('steps that are being checked are counted as such, not as cached or re-run', () => {
    const plan = shopPlan(false)
    const [first, ...rest] = plan.steps
    const checking = {
      ...plan,
      steps: [first!, ...rest.map((step) => ({ ...step, status: 'checking' as const }))],
      summary: { ...plan.summary, cached: 1 },
    }
    const state = takeIn(openShop(84, 44), {
      type: 'build',
      at: noon,
      event: { type: 'planned', plan: checking, edits: [] },
    })
    expect(printScreen(state)).toMatch(/1 Plan .* 1 cached · 8 checking ┐/)
  })

  test('the answer to a key goes with the next save', () => {
    const answered = press(takeIn(openShop(84, 44), ...shopEvents.slice(0, -1)), '2', 'enter')
    expect(hints(answered)).toContain('README.md: nothing re-runs')
    expect(hints(takeIn(answered, shopEvents.at(-1)!))).toContain('? help')
  })

  test('a burst that goes on takes the place of what was told of it', () => {
    const calm = { kind: 'unaffected', reason: 'as built', detail: '' } as const
    const saved = (...edits: readonly { readonly id: number; readonly path: string; readonly count: number }[]) =>
      ({
        type: 'build',
        at: noon,
        event: {
          type: 'planned',
          plan: shopPlan(false),
          edits: edits.map((edit) => ({ at: noon, verdict: calm, ...edit })),
        },
      }) as const
    const few = [7, 8, 9].map((id) => ({ id, path: `src/${id}.ts`, count: 1 }))
    const state = takeIn(openShop(84, 44), saved({ id: 6, path: 'a.ts', count: 1 }), saved(...few))
    const folded = takeIn(state, saved({ id: 7, path: 'src', count: 90 }))
    expect(folded.build.edits.map(({ path }) => path)).toEqual(['src/ (90 files)', 'a.ts'])
  })

  test('an edit that is chosen marks its steps, and enter goes there', () => {
    const chosen = press(shopAtWork(84, 44), 'g', '2')
    expect(
      planLines(chosen, 82, 14)
        .map(textOf)
        .filter((row) => row.startsWith('▸')),
    ).toEqual([expect.stringContaining('12 COPY src/')])
    const shown = press(chosen, 'enter')
    expect(shown.view).toMatchObject({ focus: 'plan', cursors: { plan: { id: 'build:12' } } })
  })
})

describe('keys', () => {
  test('the detail is titled by the step’s number, however the builder pads it', () => {
    const plan = shopPlan(true)
    const steps = plan.steps.map((step) => ({ ...step, vertex: step.vertex.replace('[build 5/6]', '[build  5/10]') }))
    const event = { type: 'planned', plan: { ...plan, steps }, edits: [] } as const
    const opened = press(takeIn(shopAtWork(84, 44), { type: 'build', at: noon, event }), 'enter')
    expect(printScreen(opened)).toContain('Step [build 5/10] ─')
  })

  test('the help says everything in a narrow window, too', () => {
    const screen = printScreen(press(shopAtWork(40, 30), '?', 'end'))
    expect(screen).toMatch(/re-runs because a step before it\s+does/)
  })

  test.each([
    [84, 44],
    [100, 20],
    [40, 10],
    [49, 12],
  ])('at %i x %i the end of the help is in the last row of its frame', (columns, rows) => {
    const state = press(shopAtWork(columns, rows), '?', 'end')
    const { inside } = layoutOf(state).overlay!
    const shown = printScreen(state)
      .split('\n')
      .slice(inside.y, inside.y + inside.height)
    expect(shown.at(-1)).toContain('checking')
  })

  test('the help lists the keys of the focused pane first', () => {
    const rows = (keys: readonly string[]) => printScreen(press(shopAtWork(84, 44), ...keys)).split('\n')
    expect(rows(['4', '?'])[3]).toContain('In Files')
    expect(rows(['4', '?'])[4]).toMatch(/h {2}.* close the directory/)
    expect(rows(['3', ':'])[3]).toContain('In Layers')
  })

  test('typing in the help searches it, enter runs the chosen command where it belongs', () => {
    const typed = press(shopAtWork(84, 44), '?', ...'sort')
    const screen = printScreen(typed)
    expect(screen).toContain('Keys and marks: sort')
    expect(screen).toContain('sort files by name or by size')
    expect(screen).not.toContain('quit')
    const ran = press(typed, 'enter')
    expect(ran.view).toMatchObject({ overlay: null, focus: 'files', sort: 'size' })
    expect(press(typed, 'escape').view.overlay).toMatchObject({ kind: 'help', query: '' })
    expect(press(typed, 'escape', 'escape').view.overlay).toBeNull()
    expect(printScreen(press(typed, 'x', 'y'))).toContain('No key and no mark contains this text')
  })

  test('y copies the line, the path or the diff ID of the chosen row', () => {
    const copied = (...keys: readonly string[]) => {
      const state = press(shopAtWork(84, 44), ...keys)
      return update(state, { type: 'key.pressed', key: 'y', at: noon }).effects
    }
    expect(copied('g')).toEqual([{ type: 'clipboard.copy', text: 'Dockerfile:1' }])
    expect(copied('2')).toEqual([{ type: 'clipboard.copy', text: 'src/cart.ts' }])
    expect(copied('3')).toEqual([{ type: 'clipboard.copy', text: expect.stringMatching(/^sha256:/) }])
    expect(hints(press(shopAtWork(84, 44), '2', 'y'))).toContain('Copied src/cart.ts')
  })

  test('o opens the Dockerfile at the line, or the saved file, in the editor', () => {
    const opened = (...keys: readonly string[]) => {
      const state = press(shopAtWork(84, 44), ...keys)
      return update(state, { type: 'key.pressed', key: 'o', at: noon })
    }
    expect(opened('g').effects).toEqual([
      { type: 'editor.open', path: expect.stringMatching(/\/Dockerfile$/), line: 1 },
    ])
    expect(opened('2').effects).toEqual([
      { type: 'editor.open', path: expect.stringMatching(/\/src\/cart\.ts$/), line: null },
    ])
    expect(opened('3').state.view.message).toBe('No file of the context is chosen')
  })

  test('] opens the stages, enter goes to the steps of the chosen one', () => {
    const stages = press(shopAtWork(84, 44), ']')
    expect(printScreen(stages)).toMatch(/build +→ final 19 · test 22 +\d steps {2}● 2 re-run/)
    expect(printScreen(stages)).toMatch(/final +◀ target/)
    expect(printScreen(stages)).toMatch(/test +not needed/)
    const steps = press(stages, 'down', 'enter')
    expect(steps.view.planTab).toBe('steps')
    expect(steps.view.cursors.plan.id).toMatch(/^final/)
    expect(press(shopAtWork(84, 44), '3', ']').view.message).toBe('This pane has no tabs')
  })

  test('J and K scroll the details while the list keeps its row', () => {
    const detail = press(shopAtWork(84, 24), 'enter')
    const scrolled = press(detail, 'J', 'J')
    expect(scrolled.view.tops.detail).toBe(2)
    expect(scrolled.view.cursors.plan).toEqual(detail.view.cursors.plan)
    expect(press(scrolled, 'K').view.tops.detail).toBe(1)
    expect(press(shopAtWork(84, 24), 'J').view.message).toBe('Open details first: enter')
  })

  test('a command that cannot run says why, also from the help', () => {
    const waiting = openShop(84, 44, { ...buildSubject, image: null })
    expect(hints(press(waiting, '?', ...'rebase', 'enter'))).toContain('No plan yet')
  })

  test('a key that can do nothing says why', () => {
    const waiting = openShop(84, 44, { ...buildSubject, image: null })
    expect(hints(press(waiting, 'b'))).toContain('No plan yet')
    expect(hints(press(waiting, 'r'))).toContain('No image shown (i chooses one)')
    expect(hints(press(waiting, 'x'))).toContain('x does nothing here')
    expect(hints(press(waiting, 's'))).toContain('works in 4 Files')
  })

  test('a word about a key goes with the next key', () => {
    expect(hints(press(shopAtWork(84, 44), 'x', 'j'))).toContain('? help')
  })

  test('without a build its panes say why they are closed', () => {
    const image = openShop(84, 44, { build: null, image: shopReference })
    expect(hints(press(image, '1'))).toContain('Plan needs a build to watch')
    expect(image.view.focus).toBe('layers')
  })

  test('a filter shows what contains it, and escape shows all', () => {
    const typed = press(shopAtWork(84, 44), '/', 'n', 'p', 'm')
    expect(hints(typed)).toContain('filter plan: npm')
    const kept = press(typed, 'enter')
    const rows = planLines(kept, 82, 14).map((line) => textOf(line).slice(1, 21).trim())
    expect(rows).toEqual(['build', '✓  5 RUN npm ci', '↓ 13 RUN npm run bui'])
    expect(planLines(press(kept, 'escape'), 82, 14).length).toBe(13)
  })

  test('detail, zoom and overlays are left one by one', () => {
    const deep = press(shopAtWork(84, 44), '+', 'enter', '?')
    const out = (times: number) => press(deep, ...Array<string>(times).fill('escape')).view
    expect(out(1)).toMatchObject({ overlay: null, detail: 'step', zoom: 'half' })
    expect(out(2)).toMatchObject({ detail: null, zoom: 'half' })
    expect(out(3)).toMatchObject({ zoom: 'normal' })
  })

  test('rebasing asks for it and starts the age anew', () => {
    const { state, effects } = update(shopAtWork(84, 44), { type: 'key.pressed', key: 'b', at: noon + 300_000 })
    expect(effects).toEqual([{ type: 'build.rebase' }])
    expect(printScreen(state).split('\n')[0]).toContain('since 14:07')
  })
})

describe('notices', () => {
  const told = (level: 'warn' | 'error', text: string): WorkbenchEvent => ({
    type: 'build',
    at: noon,
    event: { type: 'notice', notice: { id: text, level, text } },
  })

  test('the most serious comes first, and each goes with its cause', () => {
    const state = takeIn(shopAtWork(84, 44), told('warn', 'polling every 2 s'), told('error', 'src/ cannot be read'))
    const rows = printScreen(state).split('\n').slice(-3, -1)
    expect(rows).toEqual([' ✗ src/ cannot be read', ' ! polling every 2 s'])
    const cleared = takeIn(state, {
      type: 'build',
      at: noon,
      event: { type: 'notice-cleared', id: 'src/ cannot be read' },
    })
    expect(printScreen(cleared)).not.toContain('cannot be read')
  })

  test('what has no room is counted, and n shows it all', () => {
    const many = takeIn(
      shopAtWork(80, 24),
      ...['one', 'two', 'three'].map((name) => told('warn', `${name} ${'is the matter '.repeat(8)}`)),
    )
    expect(printScreen(many)).toContain('+2, n shows all')
    const all = printScreen(press(many, 'n'))
    for (const name of ['one', 'two', 'three']) expect(all).toContain(`! ${name} is the matter`)
  })
})

describe('mouse', () => {
  test('a click gives the focus and chooses, a second one opens', () => {
    const clicked = takeIn(shopAtWork(84, 44), { type: 'mouse.clicked', x: 20, y: 4, at: noon })
    expect(clicked.view.cursors.plan.id).toBe('build:1')
    expect(takeIn(clicked, { type: 'mouse.clicked', x: 20, y: 4, at: noon }).view.detail).toBe('step')
  })

  test('the wheel moves what is under it and leaves the focus', () => {
    const state = takeIn(shopAtWork(84, 44), { type: 'mouse.scrolled', x: 20, y: 19, by: 1, at: noon })
    expect(state.view).toMatchObject({ focus: 'plan', cursors: { edits: { index: 2 } } })
  })

  test('a click on the other title of a shared place shows that pane', () => {
    const before = shopAtWork(84, 44)
    const y = printScreen(before)
      .split('\n')
      .findIndex((row) => row.includes('3 Layers │ 4 Files'))
    expect(takeIn(before, { type: 'mouse.clicked', x: 15, y, at: noon }).view.focus).toBe('files')
  })
})

describe('image', () => {
  test('a filter is not blamed for files that are still being read', () => {
    const unread = takeIn(openShop(84, 44), ...shopEvents.filter((event) => !tellsFiles(event)))
    const screen = printScreen(press(unread, '4', '/', 'z'))
    expect(screen).toContain('Reading the image’s files …')
    expect(screen).not.toContain('Nothing contains')
  })

  test('its files are asked for when their pane comes in sight', () => {
    const before = takeIn(openShop(84, 44), ...shopEvents.filter((event) => !tellsFiles(event)))
    const { state, effects } = update(before, { type: 'key.pressed', key: '4', at: noon })
    expect(effects).toEqual([{ type: 'image.read', image: shopImage }])
    expect(update(state, { type: 'key.pressed', key: 'j', at: noon }).effects).toEqual([])
  })

  test('an answer about an image that is no longer asked for is dropped', () => {
    const state = takeIn(
      openShop(84, 44, { ...buildSubject, image: { kind: 'engine', name: 'other' } }),
      imageEvent({ type: 'opened', reference: shopReference, image: shopImage }),
    )
    expect(state.image.details.status).toBe('loading')
  })

  test('when the engine goes, the last picture stays and the header says so', () => {
    const state = takeIn(shopAtWork(84, 44), {
      type: 'engine',
      at: noon,
      event: {
        type: 'engine.away',
        failure: { kind: 'engine-away', summary: 'No Docker engine answers', detail: '', nextStep: 'start it' },
      },
    })
    expect(printScreen(state)).toContain('no engine')
    expect(printScreen(state)).toContain('line 19')
  })

  test('base images are asked for when the engine answers', () => {
    const asked = takeIn(openShop(84, 44), {
      type: 'build',
      at: noon,
      event: { type: 'images-asked', refs: ['docker.io/library/node:20'] },
    })
    expect(update(asked, shopEvents[1]!).effects).toContainEqual({
      type: 'image.resolve-bases',
      refs: ['docker.io/library/node:20'],
    })
  })

  test('a file opens with its contents, a binary one in hexadecimal', () => {
    const files = press(shopAtWork(84, 44), '3', 'G', '4', 'G', 'enter')
    expect(files.view.overlay).toMatchObject({
      kind: 'file',
      file: { path: 'app/server.js.map', from: { path: 'app/server.js.map', layer: 3 } },
    })
    const answer = (bytes: Uint8Array) =>
      printScreen(takeIn(files, imageEvent({ type: 'file-read', path: 'app/server.js.map', layer: 3, bytes })))
    expect(answer(new TextEncoder().encode('{"version":3}\n'))).toContain(' 1  {"version":3}')
    expect(answer(new Uint8Array([0x7f, 0x45, 0x4c, 0x46, 0]))).toContain(' 000000  7f 45 4c 46 00')
  })

  test('files of a layer alone, stacked, and only what the layer changes', () => {
    const files = press(shopAtWork(84, 44), '3', 'G', 'k', '4')
    const rows = (state: typeof files) => fileLines(state, 60, 20).map((line) => textOf(line).slice(1, 12).trimEnd())
    expect(rows(press(files, 'a'))).toEqual(['~ ▸ usr/', '~ ▸ var/'])
    expect(rows(press(files, 'v'))).toEqual(['    bin → u', '  ▸ etc/  2', '~ ▸ usr/  5', '~ ▸ var/  2'])
    expect(rows(press(files, 'v', 'c'))).toEqual(['~ ▸ usr/  5', '~ ▸ var/  2'])
  })

  test('a folder is folded and opened by the same key, and stays so in other layers', () => {
    const top = press(shopAtWork(84, 44), '3', 'G', '4')
    const folded = press(top, 'space')
    expect(fileLines(top, 60, 20).length).toBe(6)
    expect(fileLines(folded, 60, 20).length).toBe(1)
    expect(fileLines(press(folded, '3', 'k', 'j', '4'), 60, 20).length).toBe(1)
    expect(fileLines(press(folded, 'space'), 60, 20).length).toBe(6)
  })

  test('wasted space is shown with the files that waste most', () => {
    const state = press(shopAtWork(84, 44), '4', 'w')
    expect(printScreen(state)).toContain('1.96 MB (3 files) is wasted')
    expect(wasteRows(state, 80, 40).map(({ path, reclaimable }) => [path, reclaimable])).toEqual([
      ['/var/cache/debconf/templates.dat', '1.90 MB'],
      ['/var/lib/dpkg/status', '61.0 kB'],
      ['/etc/passwd', '839 B'],
    ])
    expect(wasteRows(state, 80, 6).length).toBe(1)
  })

  test('the same plan twice changes no row', () => {
    const once = shopAtWork(84, 44)
    const twice = takeIn(once, {
      type: 'build',
      at: once.now,
      event: { type: 'planned', plan: shopPlan(true), edits: [] },
    })
    expect(printScreen(twice)).toBe(printScreen(once))
  })
})
