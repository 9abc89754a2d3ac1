import { CommanderError } from 'commander'
import type { ClientEnvironment } from './client-environment.ts'
import { defineProgram } from './define-program.ts'
import { examples } from './examples.ts'
import type { Invocation } from './invocation.ts'
import { normalizeArguments } from './normalize-arguments.ts'
import { readPastedCommand } from './pasted-command.ts'
import { UsageError } from './usage-error.ts'

/**
 * Reads the words after `layertui`.
 *
 * @returns what is asked for; every path in it is absolute
 * @throws UsageError with one line and a hint
 */
export function parseCommandLine(argv: readonly string[], client: ClientEnvironment, version: string): Invocation {
  const found: { invocation: Invocation | null } = { invocation: null }
  let printed = ''
  const pasted = readPastedCommand(argv)
  const environment = { ...client.environment, ...pasted.environment }
  const program = defineProgram(version, { ...client, environment }, pasted.environment, (invocation) => {
    found.invocation = invocation
  })
  for (const command of [program, ...program.commands])
    command.configureOutput({
      writeOut: (text) => {
        printed += text
      },
      writeErr: () => {},
      outputError: () => {},
      // Fixed, so that help reads the same in a pipe and in a narrow split.
      getOutHelpWidth: () => 100,
    })
  try {
    program.parse(normalizeArguments(pasted.words), { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    if (error.exitCode === 0) return { command: 'print', text: printed }
    throw toUsageError(error, argv)
  }
  return found.invocation ?? { command: 'print', text: printed }
}

function toUsageError(error: CommanderError, argv: readonly string[]): UsageError {
  const [message = '', suggestion] = error.message.replace(/^error: /, '').split('\n')
  const command = argv.find((word) => word in examples && word !== 'layertui')
  const help = `see layertui ${command === undefined ? '' : `${command} `}--help`
  return new UsageError(message, suggestion?.replace(/^\(|\)$/g, '').replace(/^Did/, 'did') ?? help)
}
