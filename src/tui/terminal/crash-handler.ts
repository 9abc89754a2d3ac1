import { writeFileSync } from 'node:fs'
import { inspect } from 'node:util'

/** Exit codes as shells know them: 128 and the number of the signal; 70 is EX_SOFTWARE of sysexits.h. */
const signals = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129, SIGQUIT: 131 } as const
const crashed = 70

export type CrashHandlerOptions = {
  /** Gives the terminal back; must work while the process is going down. */
  readonly restore: () => void
  /** Where what went wrong is written down, with everything that helps to find out why. */
  readonly crashFile: string
  /** Ends in order (jobs stopped, watchers closed) with this exit code. */
  readonly end: (code: number) => void
}

/**
 * Whatever way the program goes, the terminal is restored: signals, errors that nobody caught, rejections that nobody
 * awaited, an exit from anywhere.
 *
 * @returns takes the net away again
 */
export function installCrashHandler({ restore, crashFile, end }: CrashHandlerOptions): () => void {
  const crash = (error: unknown) => {
    restore()
    reportCrash(error, crashFile)
    process.exit(crashed)
  }
  const stops = Object.entries(signals).map(([signal, code]) => {
    const stop = () => {
      restore()
      end(code)
    }
    process.on(signal, stop)
    return () => process.off(signal, stop)
  })
  process.on('uncaughtException', crash)
  process.on('unhandledRejection', crash)
  process.on('exit', restore)
  return () => {
    for (const stop of stops) stop()
    process.off('uncaughtException', crash)
    process.off('unhandledRejection', crash)
    process.off('exit', restore)
  }
}

/** Says in two lines what happened and where the rest is. */
export function reportCrash(error: unknown, crashFile: string): void {
  const summary = error instanceof Error ? error.message : String(error)
  const report = [
    `layertui stopped at ${new Date().toISOString()} on Node ${process.version}, ${process.platform}.`,
    inspect(error, { depth: 4 }),
    '',
  ].join('\n')
  let place = `Crash report: ${crashFile}`
  try {
    writeFileSync(crashFile, report, { mode: 0o600 })
  } catch {
    place = report
  }
  process.stderr.write(`layertui: internal error: ${JSON.stringify(summary)}\n${place}\n`)
}
