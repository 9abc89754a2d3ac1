import { stripVTControlCharacters } from 'node:util'
import { Box, render } from 'ink'
import { render as renderAlone } from 'ink-testing-library'
import { describe, expect, test } from 'vitest'
import { createStore } from '../../src/runtime/store.ts'
import { App } from '../../src/tui/components/App.tsx'
import { PaneBoundary } from '../../src/tui/components/PaneBoundary.tsx'
import { Rows } from '../../src/tui/components/Rows.tsx'
import { WasteTable } from '../../src/tui/components/WasteTable.tsx'
import { createInkStreams } from '../../src/tui/ink-streams.ts'
import { enterScreen } from '../../src/tui/terminal/control-sequences.ts'
import { createFrameSink } from '../../src/tui/terminal/frame-sink.ts'
import { span } from '../../src/workbench/display/line.ts'
import type { WorkbenchEvent } from '../../src/workbench/state/event.ts'
import { update } from '../../src/workbench/update/update.ts'
import { emulateScreen } from '../support/terminal/emulate-screen.ts'
import { printScreen } from '../support/workbench/print-screen.ts'
import { noon, openShop, shopAtWork, shopEvents } from '../support/workbench/shop.ts'

/** The workbench on an emulated terminal; frames are drawn when the test says so. */
function workbenchOn(columns: number, rows: number, initial = shopAtWork(columns, rows)) {
  const screen = emulateScreen(columns, rows)
  screen.write(enterScreen)
  const sink = createFrameSink({ size: { columns, rows }, write: screen.write })
  let frame = () => {}
  const store = createStore({
    initial,
    update,
    perform: () => {},
    scheduleFrame: (emit) => {
      frame = emit
    },
  })
  const ink = render(<App store={store} theme={{ colors: true }} />, {
    ...createInkStreams(sink, () => store.state().size),
    debug: true,
    patchConsole: false,
    exitOnCtrlC: false,
  })
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
    expect(screen.text()).toContain('Looking at the context for the first time')
    expect(screen.text()).toContain('Asking for shop:dev')
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
})

test('a pane with a fault says so in its place, and its neighbour goes on', () => {
  const Broken = () => {
    throw new Error('no such \x1b[2Jrow')
  }
  const place = (y: number) => ({ x: 0, y, width: 70, height: 2 })
  const { lastFrame } = renderAlone(
    <Box width={70} height={4}>
      <PaneBoundary at={place(0)} theme={{ colors: false }}>
        <Broken />
      </PaneBoundary>
      <PaneBoundary at={place(2)} theme={{ colors: false }}>
        <Rows at={place(2)} lines={[[span('neighbour')]]} theme={{ colors: false }} />
      </PaneBoundary>
    </Box>,
  )
  expect(lastFrame()).toContain('This pane met a fault of its own: no such \\x1b[2Jrow')
  expect(lastFrame()).toContain('neighbour')
})

describe('the table of waste', () => {
  test('shows few rows in columns', () => {
    const rows = [
      { reclaimable: '1.90 MB', stored: '1.90 MB', layers: '1', path: '/var/cache/debconf/templates.dat' },
      { reclaimable: '839 B', stored: '1.72 kB', layers: '2', path: '/etc/passwd' },
    ]
    const at = { x: 0, y: 0, width: 80, height: 10 }
    const { lastFrame } = renderAlone(
      <Box width={80} height={10}>
        <WasteTable at={at} rows={rows} theme={{ colors: false }} />
      </Box>,
    )
    expect(stripVTControlCharacters(lastFrame() ?? '')).toContain(
      '│     1.90 MB │ 1.90 MB │      1 │ /var/cache/debconf/templates.dat │',
    )
  })

  test('shows nothing where there is nothing', () => {
    const at = { x: 0, y: 0, width: 80, height: 10 }
    expect(renderAlone(<WasteTable at={at} rows={[]} theme={{ colors: true }} />).lastFrame()).toBe('')
  })
})
