import { type IPty, spawn } from '@lydell/node-pty'
import { type EmulatedScreen, emulateScreen } from './emulate-screen.ts'

/**
 * A program in a real pseudo-terminal, its output drawn by a terminal emulator: press, wait until something is on the
 * screen, look. Nothing here sleeps and hopes: every wait is for a condition, and its failure prints the screen.
 */
export interface ProgramInTerminal extends EmulatedScreen {
  readonly pid: number
  /** Types raw bytes: `j`, `\x1b[B`, `\x03`. */
  press(keys: string): void
  resize(columns: number, rows: number): Promise<void>
  kill(signal: NodeJS.Signals): void
  /** Resolves when the program ends and all it wrote is drawn. */
  exited(): Promise<{ readonly code: number; readonly signal: number }>
  /** Resolves when the screen meets the condition, else rejects with the screen as it is. */
  waitFor(what: string | RegExp | ((screen: EmulatedScreen) => boolean), within?: number): Promise<void>
  /** Resolves when nothing was written for `quiet` milliseconds. */
  settle(quiet?: number): Promise<void>
  /** Ends the program if it still runs. */
  close(): Promise<void>
}

export type TerminalOptions = {
  readonly columns?: number
  readonly rows?: number
  readonly cwd?: string
  /** Added to a clean environment; undefined takes a variable away. */
  readonly env?: Readonly<Record<string, string | undefined>>
}

/** Starts `command` in a pseudo-terminal of 80x24, or as asked. */
export function startInTerminal(
  command: string,
  parameters: readonly string[],
  { columns = 80, rows = 24, cwd = process.cwd(), env = {} }: TerminalOptions = {},
): ProgramInTerminal {
  const screen = emulateScreen(columns, rows)
  const pty = spawn(command, [...parameters], {
    cols: columns,
    rows,
    cwd,
    name: 'xterm-256color',
    env: cleanEnvironment(env),
    encoding: null,
  })
  pty.onData((data) => screen.write(data as string | Uint8Array))
  // Terminals answer some questions of a program (cursor position, device attributes).
  screen.onAnswer((answer) => pty.write(answer))
  const ended = new Promise<{ code: number; signal: number }>((resolve) => {
    pty.onExit(({ exitCode, signal }) => resolve({ code: exitCode, signal: signal ?? 0 }))
  })
  let running = true
  ended.then(() => {
    running = false
  })

  const waitFor: ProgramInTerminal['waitFor'] = (what, within = 20_000) => {
    const holds = conditionOf(what)
    return screen.until(holds, within).catch(() => {
      throw new Error(`waited ${within} ms in vain for ${String(what)}; the screen was:\n${screen.text()}`)
    })
  }

  return {
    ...screen,
    pid: pty.pid,
    press: (keys) => pty.write(keys),
    resize: async (newColumns, newRows) => {
      await screen.drawn()
      screen.resizeTo(newColumns, newRows)
      pty.resize(newColumns, newRows)
    },
    kill: (signal) => process.kill(pty.pid, signal),
    exited: async () => {
      const end = await ended
      await screen.drawn()
      return end
    },
    waitFor,
    settle: (quiet = 150) => screen.quiet(quiet),
    close: () => endProgram(pty, ended, () => running),
  }
}

function conditionOf(what: string | RegExp | ((screen: EmulatedScreen) => boolean)) {
  if (typeof what === 'function') return what
  if (typeof what === 'string') return (screen: EmulatedScreen) => screen.text().includes(what)
  return (screen: EmulatedScreen) => what.test(screen.text())
}

/** What test runners and CI set would change how programs draw. */
function cleanEnvironment(extra: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const { CI: _ci, NO_COLOR: _no, FORCE_COLOR: _force, VITEST: _vitest, NODE_ENV: _node, ...rest } = process.env
  const wanted = { ...rest, LANG: 'C.UTF-8', LC_ALL: 'C.UTF-8', ...extra }
  return Object.fromEntries(Object.entries(wanted).filter((entry): entry is [string, string] => entry[1] !== undefined))
}

async function endProgram(pty: IPty, ended: Promise<unknown>, isRunning: () => boolean): Promise<void> {
  if (!isRunning()) return
  pty.kill('SIGKILL')
  await ended
}
