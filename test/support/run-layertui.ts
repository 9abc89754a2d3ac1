import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { type ProgramInTerminal, startInTerminal, type TerminalOptions } from './terminal/start-terminal.ts'

const program = join(process.cwd(), 'bin/layertui.js')

/** No engine answers here, whatever runs on this machine: a test says so when it wants one. */
const withoutEngine = { DOCKER_HOST: 'unix:///nowhere/docker.sock', DOCKER_CONTEXT: undefined }

export type Finished = { readonly code: number; readonly stdout: string; readonly stderr: string }

/** Runs the built program as a script would: no terminal, its output caught. */
export function runLayertui(
  words: readonly string[],
  options: {
    readonly cwd?: string
    readonly env?: Readonly<Record<string, string | undefined>>
    /** What is piped in; absent: nothing. */
    readonly input?: Buffer
  } = {},
): Promise<Finished> {
  const env = { ...process.env, ...withoutEngine, NO_COLOR: undefined, FORCE_COLOR: undefined, ...options.env }
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [program, ...words],
      { cwd: options.cwd ?? process.cwd(), env, maxBuffer: 64 * 1024 * 1024 },
      (error, stdout, stderr) => {
        const code = error === null ? 0 : typeof error.code === 'number' ? error.code : -1
        resolve({ code, stdout, stderr })
      },
    )
    child.stdin?.end(options.input)
  })
}

/** Opens the built program in a pseudo-terminal, by default of the size that a split beside an editor has. */
export function openLayertui(words: readonly string[], options: TerminalOptions = {}): ProgramInTerminal {
  return startInTerminal(process.execPath, [program, ...words], {
    columns: 84,
    rows: 44,
    ...options,
    env: { ...withoutEngine, ...options.env },
  })
}
