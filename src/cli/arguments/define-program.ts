import { resolve } from 'node:path'
import { Command, Option } from 'commander'
import { dockerBuildFlags } from './docker-build-flags.ts'
import { type Example, examples } from './examples.ts'
import type { Invocation, ReportFormat } from './invocation.ts'
import { type RequestValues, readRequest } from './read-request.ts'
import { refuseMistypedCommand } from './refuse-mistyped-command.ts'
import type { Surroundings } from './surroundings.ts'
import { UsageError } from './usage-error.ts'

type Values = RequestValues & {
  readonly image?: string
  readonly tag?: readonly string[]
  readonly format?: ReportFormat
  readonly color?: boolean
  readonly output?: readonly string[]
  readonly play?: boolean
  readonly pace?: string
}

/** The commands with their options and help; `found` is told what the parsed words ask for. */
export function defineProgram(
  version: string,
  surroundings: Surroundings,
  found: (invocation: Invocation) => void,
): Command {
  const program = new Command('layertui')
    .description('Says at each save which Dockerfile steps a build would re-run and why, beside the image it made.')
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand(false)
    .exitOverride()
    .enablePositionalOptions()
    .argument('[CONTEXT]', 'the build context', '.')
  addBuildOptions(program)
  addBaselineOption(program, 'now')
  program
    .option(
      '--image <REF>',
      'the image that this context builds: a name, or docker-archive:PATH (default: the -t name)',
    )
    .addOption(formatOption('print the plan instead of opening the workbench'))
    .option('--no-color', 'print without colours')
    .action((context: string, values: Values) => {
      refuseMistypedCommand(context, surroundings)
      const request = readRequest(context, values, surroundings, 'now')
      const color = values.color ?? true
      // Who names a format wants a report, also at a terminal.
      if (values.format !== undefined) found({ command: 'plan', request, format: values.format, color })
      else found({ command: 'workbench', request, image: values.image ?? values.tag?.[0] ?? null, color })
    })

  const plan = program
    .command('plan')
    .description('Print what a build would re-run now, and why, once.')
    .argument('[CONTEXT]', 'the build context', '.')
  addBuildOptions(plan)
  addBaselineOption(plan, 'none')
  plan
    .addOption(formatOption('how to print'))
    .option('--no-color', 'print without colours')
    .action((context: string, own: Values) => {
      const values = withEarlierOptions(own, program)
      found({
        command: 'plan',
        request: readRequest(context, values, surroundings, 'none'),
        format: values.format ?? 'text',
        color: values.color ?? true,
      })
    })

  const record = program
    .command('record')
    .description('Write the baseline that a build of this state would leave behind; adds to FILE where it exists.')
    .argument('[CONTEXT]', 'the build context', '.')
  addBuildOptions(record)
  record.option('--no-color', 'print without colours').action((context: string, own: Values) => {
    const values = withEarlierOptions(own, program)
    const output = values.output?.at(-1)
    if (output === undefined)
      throw new UsageError('record needs a file to write', 'for instance layertui record -o ../shop.json')
    found({
      command: 'record',
      request: readRequest(context, values, surroundings, 'none'),
      output: resolve(surroundings.directory, output),
    })
  })

  program
    .command('image')
    .description('Open the workbench on an image alone.')
    .argument('<IMAGE>', 'a name that the engine knows, or docker-archive:PATH')
    .option('--no-color', 'print without colours')
    .action((image: string, own: Values) => {
      found({ command: 'image', image, color: withEarlierOptions(own, program).color ?? true })
    })

  program
    .command('demo')
    .description('Open the workbench on the bundled demo: a copy, which is removed at the end.')
    .option('--play', 'play the edits of the scenario, one by one')
    .option('--pace <SECONDS>', 'time between two edits (default: 6)')
    .option('--no-color', 'print without colours')
    .action((own: Values) => {
      const values = withEarlierOptions(own, program)
      found({
        command: 'demo',
        pace: values.play === true ? readPace(values.pace) : null,
        color: values.color ?? true,
      })
    })

  for (const command of program.commands) command.helpOption('-h, --help', 'print this help').exitOverride()
  for (const command of [program, ...program.commands])
    command.addHelpText('after', exampleText(examples[command.name() as keyof typeof examples]) + exitCodeText)
  return program
}

function addBuildOptions(command: Command): void {
  const isRecord = command.name() === 'record'
  for (const flag of dockerBuildFlags) {
    const names = flag.short === undefined ? `--${flag.long}` : `-${flag.short}, --${flag.long}`
    const recordFile = isRecord && flag.long === 'output'
    const help = recordFile ? 'the baseline file: JSON, written as a whole' : flag.help
    const placeholder = recordFile ? 'FILE' : flag.value
    const option = new Option(placeholder === undefined ? names : `${names} <${placeholder}>`, help)
    // commander takes every --no-x for the opposite of --x.
    option.negate = false
    if (flag.repeatable) option.argParser((value: string, earlier?: readonly string[]) => [...(earlier ?? []), value])
    if (flag.long === 'tag' && command.name() !== 'layertui') option.hideHelp()
    command.addOption(
      help === undefined ? option.hideHelp() : option.helpGroup('Build options, as docker build spells them:'),
    )
  }
  command
    .addOption(
      new Option('--builder <KIND>', "whose rules apply: containerd, overlay2, legacy (default: the engine's)"),
    )
    .addOption(
      new Option(
        '--frontend <VERSION>',
        'Dockerfile front end: 1.18, 1.18-labs, builtin (default: the Dockerfile tells)',
      ),
    )
    .addOption(new Option('--daemon <VERSION>', "BuildKit version: 0.25 (default: the engine's)"))
    .addHelpText(
      'after',
      '\nOther options of docker build (--label, --secret, --ssh, --progress, --pull, -q …) change no cache key: they\nare taken, so that a build command can be pasted, and have no effect.',
    )
}

function addBaselineOption(command: Command, preset: 'now' | 'none'): void {
  const meaning = { now: 'now, the state at start', none: 'none, an empty cache' }[preset]
  command.option(
    '--baseline <SPEC>',
    `what the cache holds: file:PATH (made by record), dir:PATH (another directory), now, none (default: ${meaning})`,
  )
}

function formatOption(help: string): Option {
  return new Option('--format <FORMAT>', help).choices(['text', 'json'])
}

/** Seconds between two edits of the demo. */
function readPace(pace = '6'): number {
  const seconds = Number(pace)
  if (pace.trim() === '' || !(seconds >= 0 && seconds <= 3600))
    throw new UsageError(`--pace "${pace}" is no number of seconds`, 'for instance --pace 3')
  return seconds
}

/** Options given before the command's name count too; those after it win. */
function withEarlierOptions(own: Values, program: Command): Values {
  const earlier = Object.entries(program.opts()).filter(([name]) => program.getOptionValueSource(name) === 'cli')
  const given: Values = Object.fromEntries(earlier)
  return { ...given, ...own, color: given.color !== false && own.color !== false }
}

function exampleText(rows: readonly Example[]): string {
  const width = Math.max(...rows.map(({ line }) => line.length))
  return `\nExamples:\n${rows.map(({ line, what }) => `  ${line.padEnd(width)}  ${what}`).join('\n')}\n`
}

const exitCodeText = `
Exit codes: 0 answered · 1 something is missing or unreadable · 2 usage · 3 a build would reject the Dockerfile`
