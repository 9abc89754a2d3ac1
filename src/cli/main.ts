import { writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { clientProxies } from '../sources/engine/client-proxies.ts'
import { machinePlatform } from '../sources/machine-platform.ts'
import type { Invocation } from './arguments/invocation.ts'
import { parseCommandLine } from './arguments/parse-command-line.ts'
import { UsageError } from './arguments/usage-error.ts'
import { exitCodes } from './process/exit-codes.ts'
import { isReaderGone, OutputError, write } from './process/output.ts'
import { packageVersion } from './process/package-root.ts'
import { pathKind } from './process/path-kind.ts'
import { failureText } from './report/problem-text.ts'

/**
 * The program: reads the words after `layertui`, does what they ask for, and ends the process with the exit code that
 * README and `--help` list.
 */
export async function main(argv: readonly string[]): Promise<void> {
  process.stdout.on('error', (error) => {
    // Whoever writes hears of every other error.
    if (isReaderGone(error)) process.exit(exitCodes.done)
  })
  process.stderr.on('error', () => process.exit(exitCodes.failed))
  process.on('uncaughtException', (error) => reportCrash(error).then((code) => process.exit(code)))
  process.exitCode = await run(argv)
  process.exit()
}

async function run(argv: readonly string[]): Promise<number> {
  try {
    const client = {
      directory: process.cwd(),
      environment: process.env,
      platform: machinePlatform,
      pathKind,
      proxies: clientProxies,
    }
    const invocation = parseCommandLine(argv, client, packageVersion())
    // As in the shell that the command was pasted from.
    if ('environment' in invocation) Object.assign(process.env, invocation.environment)
    return await perform(invocation)
  } catch (error) {
    if (error instanceof OutputError) {
      await write(process.stderr, failureText({ summary: error.message, detail: '', nextStep: '' }))
      return exitCodes.failed
    }
    if (isOutOfFiles(error)) {
      reportOutOfFiles(error)
      return exitCodes.failed
    }
    if (!(error instanceof UsageError)) return reportCrash(error)
    await write(process.stderr, failureText({ summary: error.message, detail: '', nextStep: error.hint }))
    return exitCodes.usage
  }
}

/** A fault of the program itself: one line, and the stack for those who ask for it. */
async function reportCrash(error: unknown): Promise<number> {
  try {
    const { reportCrash } = await import('../tui/terminal/crash-handler.ts')
    reportCrash(error, join(tmpdir(), `layertui-crash-${process.pid}.txt`))
    return exitCodes.fault
  } catch (unloadable) {
    // Not even the code that reports can be read.
    if (!isOutOfFiles(unloadable)) throw unloadable
    reportOutOfFiles(unloadable)
    return exitCodes.failed
  }
}

/** The process or the system has no more files to open. */
const isOutOfFiles = (error: unknown): boolean =>
  ['EMFILE', 'ENFILE'].includes((error as NodeJS.ErrnoException | null)?.code ?? '')

/** Written at once: a stream may need a file that there is no more. */
function reportOutOfFiles(error: unknown): void {
  const summary = `no more files can be opened (${(error as NodeJS.ErrnoException).code})`
  writeSync(2, failureText({ summary, detail: '', nextStep: 'raise the limit, for example: ulimit -n 1024' }))
}

/** Each command loads what it needs: help and reports do not wait for Ink, the workbench not for the engine's client. */
async function perform(invocation: Invocation): Promise<number> {
  switch (invocation.command) {
    case 'print':
      await write(process.stdout, invocation.text)
      return exitCodes.done
    case 'plan': {
      const { runPlan } = await import('./commands/run-plan.ts')
      return runPlan(invocation)
    }
    case 'plan-all': {
      const { runPlanAll } = await import('./commands/run-plan-all.ts')
      return runPlanAll(invocation)
    }
    case 'context': {
      const { runContext } = await import('./commands/run-context.ts')
      return runContext(invocation)
    }
    case 'why': {
      const { runWhy } = await import('./commands/run-why.ts')
      return runWhy(invocation)
    }
    case 'record': {
      const { runRecord } = await import('./commands/run-record.ts')
      return runRecord(invocation.request, invocation.output)
    }
    case 'workbench': {
      const { runWorkbench } = await import('./commands/run-workbench.ts')
      return runWorkbench(invocation)
    }
    case 'image': {
      const { runImage } = await import('./commands/run-image.ts')
      return runImage(invocation)
    }
    case 'demo': {
      const { runDemo } = await import('./commands/run-demo.ts')
      return runDemo(invocation)
    }
  }
}
