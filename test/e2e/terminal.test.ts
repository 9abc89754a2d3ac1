import { existsSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { bundleProgram } from '../support/terminal/bundle-program.ts'
import { type ProgramInTerminal, startInTerminal, type TerminalOptions } from '../support/terminal/start-terminal.ts'

// The workbench with the shop's data in a real pseudo-terminal: what only a process can show.
let program = ''
let running: ProgramInTerminal | null = null
const crashFile = join(tmpdir(), `layertui-test-crash-${process.pid}.txt`)

beforeAll(async () => {
  program = await bundleProgram('test/support/workbench/look.ts')
})

afterEach(async () => {
  await running?.close()
  rmSync(crashFile, { force: true })
})

async function openShop(options: TerminalOptions = {}): Promise<ProgramInTerminal> {
  running = startInTerminal(process.execPath, [program], {
    columns: 84,
    rows: 44,
    ...options,
    env: { CRASH_FILE: crashFile, ...options.env },
  })
  await running.waitFor('busts line 12 COPY src/ ./src/')
  return running
}

const asBefore = { alternate: false, cursorHidden: false, mouse: false, autowrap: true }

describe('every way out gives the terminal back', () => {
  test.each([
    ['q', 0],
    ['\x03', 0],
  ])('the key %j', async (key, code) => {
    const shop = await openShop()
    expect(shop.modes()).toEqual({ alternate: true, cursorHidden: true, mouse: true, autowrap: false })
    shop.press(key)
    expect((await shop.exited()).code).toBe(code)
    expect(shop.modes()).toEqual(asBefore)
  })

  test.each([
    ['SIGTERM', 143],
    ['SIGINT', 130],
    ['SIGHUP', 129],
    ['SIGQUIT', 131],
  ] as const)('%s', async (signal, code) => {
    const shop = await openShop()
    shop.kill(signal)
    expect((await shop.exited()).code).toBe(code)
    expect(shop.modes()).toEqual(asBefore)
  })

  test.each(['throw', 'reject', 'render'])(
    'a fault of its own (%s) is told in a line and written down',
    async (fault) => {
      const shop = await openShop({ env: { FAULT: fault } })
      shop.kill('SIGUSR2')
      expect((await shop.exited()).code).toBe(70)
      expect(shop.modes()).toEqual(asBefore)
      expect(shop.text()).toContain('layertui: internal error: "staged fault"')
      expect(existsSync(crashFile)).toBe(true)
      expect(readFileSync(crashFile, 'utf8')).toContain('staged fault')
    },
  )
})

describe('while it runs', () => {
  test('keys typed in one go are all heard', async () => {
    const shop = await openShop()
    shop.press('gjj')
    await shop.waitFor(/▌✓ {2}4 COPY package/)
  })

  test('a split escape sequence is one key, a lone escape is one too', async () => {
    const shop = await openShop()
    shop.press('g')
    await shop.waitFor('▌✓  1 FROM')
    shop.press('\x1b')
    shop.press('[B')
    await shop.waitFor('▌✓  3 WORKDIR')
    shop.press('?')
    await shop.waitFor('Keys and marks')
    shop.press('\x1b')
    await shop.waitFor(({ text }) => !text().includes('Keys and marks'))
  })

  test('follows the size of its window', async () => {
    const shop = await openShop()
    await shop.resize(140, 44)
    await shop.waitFor('┬ 3 Layers')
    await shop.resize(40, 10)
    await shop.waitFor('─ 1 Plan ─')
    await shop.resize(84, 44)
    await shop.waitFor('├ 2 Edits')
    expect(shop.lines()[2]).toMatch(/^┌ 1 Plan {2}Steps │ Stages ─+ 6 cached · 2 re-run · 1 may re-run ┐$/)
  })

  test('the wheel moves what is under it', async () => {
    const shop = await openShop()
    shop.press('\x1b[<64;20;6M')
    await shop.waitFor('▌✓  3 WORKDIR')
  })

  test('m gives the mouse back and takes it again', async () => {
    const shop = await openShop()
    shop.press('m')
    await shop.waitFor((screen) => !screen.modes().mouse)
    shop.press('m')
    await shop.waitFor((screen) => screen.modes().mouse)
  })

  test('an idle workbench writes nothing', async () => {
    const shop = await openShop()
    // The rows that changed are highlighted for a short time.
    await shop.settle(2000)
    const before = shop.bytesWritten()
    await new Promise((resolve) => setTimeout(resolve, 1500))
    expect(shop.bytesWritten()).toBe(before)
  })

  test('Ctrl-Z gives the terminal to the shell, fg brings the screen back', async () => {
    running = startInTerminal('bash', ['--norc', '-i'], {
      columns: 84,
      rows: 44,
      env: { PS1: 'shell> ', CRASH_FILE: crashFile },
    })
    await running.waitFor('shell> ')
    running.press(`"${process.execPath}" "${program}"\r`)
    await running.waitFor('busts line 12 COPY src/ ./src/')
    running.press('\x1a')
    await running.waitFor('Stopped')
    expect(running.modes()).toMatchObject({ alternate: false, cursorHidden: false, mouse: false })
    running.press('fg\r')
    await running.waitFor('▌● 12 COPY')
    expect(running.modes()).toMatchObject({ alternate: true, cursorHidden: true, mouse: true })
    running.press('q')
    await running.waitFor((screen) => !screen.modes().alternate)
  })
})

describe('what a terminal can show', () => {
  test('NO_COLOR: no color, and the focus is still seen', async () => {
    const shop = await openShop({ env: { NO_COLOR: '1' } })
    const cells = Array.from({ length: 44 * 84 }, (_, place) => shop.cell(place % 84, Math.floor(place / 84)))
    expect(cells.filter(({ colored }) => colored)).toEqual([])
    expect(shop.cell(2, 2)).toMatchObject({ text: '1', inverse: true, bold: true })
  })

  test('a locale without UTF-8: ASCII only', async () => {
    running = startInTerminal(process.execPath, [program], { columns: 84, rows: 44, env: { LC_ALL: 'C' } })
    await running.waitFor('>* 12 COPY')
    expect(running.text()).toMatch(/^[\x0a\x20-\x7e]*$/)
  })

  test('CI set in a terminal changes nothing', async () => {
    const shop = await openShop({ env: { CI: 'true' } })
    await shop.resize(140, 44)
    await shop.waitFor('┬ 3 Layers')
  })
})
