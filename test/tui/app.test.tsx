import fc from 'fast-check'
import { Box, render } from 'ink'
import { render as renderAlone } from 'ink-testing-library'
import type { ReactElement } from 'react'
import { describe, expect, test } from 'vitest'
import { createStore } from '../../src/runtime/store.ts'
import { App } from '../../src/tui/components/App.tsx'
import { CanvasContext, Drawn } from '../../src/tui/components/Drawn.tsx'
import { type Canvas, inkOutput } from '../../src/tui/components/ink-output.ts'
import { PaneBoundary } from '../../src/tui/components/PaneBoundary.tsx'
import { Rows } from '../../src/tui/components/Rows.tsx'
import { WasteTable } from '../../src/tui/components/WasteTable.tsx'
import { span, textOf } from '../../src/workbench/display/line.ts'
import type { WorkbenchEvent } from '../../src/workbench/state/event.ts'
import { update } from '../../src/workbench/update/update.ts'
import { sinkOn } from '../support/terminal/sink-on.ts'
import { printScreen } from '../support/workbench/print-screen.ts'
import { sessions } from '../support/workbench/sessions.ts'
import { noon, openShop, shopAtWork, shopEvents } from '../support/workbench/shop.ts'

/** The workbench on an emulated terminal; frames are drawn when the test says so. */
function workbenchOn(columns: number, rows: number, initial = shopAtWork(columns, rows)) {
  const { screen, sink } = sinkOn(columns, rows)
  let frame = () => {}
  const store = createStore({
    initial,
    update,
    perform: () => {},
    scheduleFrame: (emit) => {
      frame = emit
    },
  })
  const { canvas, options } = inkOutput(sink)
  const ink = render(<App store={store} canvas={canvas} />, options)
  return {
    screen,
    store,
    ink,
    async take(...events: readonly WorkbenchEvent[]) {
      for (const event of events) {
        if (event.type === 'screen.resized') {
          screen.resizeTo(event.columns, event.rows)
          sink.resize(event)
        }
        store.dispatch(event)
      }
      frame()
      await screen.drawn()
      return screen.text()
    },
  }
}

/** What components draw by themselves. */
async function drawAlone(columns: number, rows: number, components: ReactElement): Promise<readonly string[]> {
  const { screen, sink } = sinkOn(columns, rows)
  const { canvas, options } = inkOutput(sink)
  const ink = render(
    <CanvasContext value={canvas}>
      <Box width={columns} height={rows}>
        {components}
      </Box>
    </CanvasContext>,
    options,
  )
  await screen.drawn()
  ink.unmount()
  return screen.lines().map((line) => line.trimEnd())
}

const key = (name: string): WorkbenchEvent => ({ type: 'key.pressed', key: name, at: noon })

const trimmed = (text: string) =>
  text
    .split('\n')
    .map((row) => row.trimEnd())
    .join('\n')

describe('the screen', () => {
  test.each([
    [84, 44],
    [80, 24],
    [140, 44],
    [40, 10],
    [20, 5],
  ])('at %i x %i shows what the state says, cell by cell', async (columns, rows) => {
    const { screen, store, ink } = workbenchOn(columns, rows)
    await screen.drawn()
    expect(trimmed(screen.text())).toBe(trimmed(printScreen(store.state())))
    ink.unmount()
  })

  test('the first frame stands before anything is known', async () => {
    const { screen, ink } = workbenchOn(84, 44, openShop(84, 44))
    await screen.drawn()
    expect(screen.text()).toContain('shop  Dockerfile')
    expect(screen.text()).toContain('Reading the build context')
    expect(screen.text()).toContain('Loading shop:dev')
    ink.unmount()
  })

  test('follows keys, saves and sizes', async () => {
    const { take, store, ink } = workbenchOn(84, 44, openShop(84, 44))
    await take(...shopEvents)
    await take(key('?'))
    await take({ type: 'screen.resized', columns: 100, rows: 20, at: noon })
    await take(key('escape'), key('4'), key('+'))
    const text = await take({ type: 'screen.resized', columns: 70, rows: 30, at: noon })
    expect(trimmed(text)).toBe(trimmed(printScreen(store.state())))
    ink.unmount()
  })

  test('whatever happens, shows what the state says', async () => {
    await fc.assert(
      fc.asyncProperty(sessions, async (session) => {
        const { take, store, ink } = workbenchOn(84, 44, openShop(84, 44))
        for (const event of session) {
          const text = await take(event)
          // The table of waste is drawn by a component of its own.
          if (store.state().view.overlay?.kind !== 'waste') {
            expect(trimmed(text)).toBe(trimmed(printScreen(store.state())))
          }
        }
        ink.unmount()
      }),
      { numRuns: 15 },
    )
  })
})

test('in every frame each component draws once, in drawing order, and Ink has nothing to print', () => {
  const drawn: string[] = []
  const canvas: Canvas = { draw: (_, lines) => void drawn.push(...lines.map(textOf)) }
  const Two = ({ second }: { readonly second: string }) => (
    <CanvasContext value={canvas}>
      <Box width={20} height={2} flexDirection="column">
        <Drawn width={20} height={1} lines={[[span('first')]]} />
        <Drawn width={20} height={1} lines={[[span(second)]]} />
      </Box>
    </CanvasContext>
  )
  const { lastFrame, rerender } = renderAlone(<Two second="old" />)
  rerender(<Two second="new" />)
  expect(drawn).toEqual(['first', 'old', 'first', 'new'])
  expect(lastFrame()).toMatch(/^\s*$/)
})

test('a pane with a fault says so in its place, and its neighbour goes on', async () => {
  const Broken = () => {
    throw new Error('no such \x1b[2Jrow')
  }
  const place = (y: number) => ({ x: 0, y, width: 70, height: 2 })
  const lines = await drawAlone(
    70,
    4,
    <>
      <PaneBoundary at={place(0)}>
        <Broken />
      </PaneBoundary>
      <PaneBoundary at={place(2)}>
        <Rows at={place(2)} lines={[[span('neighbour')]]} />
      </PaneBoundary>
    </>,
  )
  expect(lines).toEqual([' This pane crashed: no such \\x1b[2Jrow', '', 'neighbour', ''])
})

describe('the table of waste', () => {
  const at = { x: 3, y: 1, width: 80, height: 12 }

  test('shows few rows in columns, where it is put', async () => {
    const rows = [
      { reclaimable: '1.90 MB', stored: '1.90 MB', layers: '1', path: '/var/cache/debconf/templates.dat' },
      { reclaimable: '839 B', stored: '1.72 kB', layers: '2', path: '/etc/passwd' },
    ]
    expect(await drawAlone(84, 9, <WasteTable at={at} rows={rows} />)).toEqual([
      '',
      '   ┌─────────────┬─────────┬────────┬──────────────────────────────────┐',
      '   │ reclaimable │  stored │ layers │ path                             │',
      '   ├─────────────┼─────────┼────────┼──────────────────────────────────┤',
      '   │     1.90 MB │ 1.90 MB │      1 │ /var/cache/debconf/templates.dat │',
      '   ├─────────────┼─────────┼────────┼──────────────────────────────────┤',
      '   │       839 B │ 1.72 kB │      2 │ /etc/passwd                      │',
      '   └─────────────┴─────────┴────────┴──────────────────────────────────┘',
      '',
    ])
  })

  test('keeps its borders in line beside wide characters and combining marks', async () => {
    const row = { reclaimable: '839 B', stored: '1.72 kB', layers: '2' }
    const rows = ['/srv/スタイル.css', '/srv/cafe\u0301'].map((path) => ({ ...row, path }))
    const lines = await drawAlone(84, 12, <WasteTable at={at} rows={rows} />)
    expect(lines.filter((line) => line.includes('/srv'))).toEqual([
      '   │       839 B │ 1.72 kB │      2 │ /srv/スタイル.css │',
      '   │       839 B │ 1.72 kB │      2 │ /srv/cafe\u0301         │',
    ])
  })

  test('shows nothing where there is nothing', async () => {
    expect(await drawAlone(20, 2, <WasteTable at={at} rows={[]} />)).toEqual(['', ''])
  })
})
