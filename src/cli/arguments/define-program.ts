import { resolve } from 'node:path'
import { Command, Option } from 'commander'
import { type ImageReference, parseImageReference } from '../../image/model/image-reference.ts'
import { baselineHelp } from '../../session/baselines/baseline-table.ts'
import type { ClientEnvironment } from './client-environment.ts'
import { dockerBuildFlags } from './docker-build-flags.ts'
import { type Example, examples } from './examples.ts'
import type { CommandEnvironment, Invocation, ReportFormat } from './invocation.ts'
import { readPlatform } from './read-build-options.ts'
import { type RequestValues, readRequest } from './read-request.ts'
import { refuseMistypedCommand } from './refuse-mistyped-command.ts'
import { UsageError } from './usage-error.ts'

type Values = RequestValues & {
  readonly image?: string
  readonly tag?: readonly string[]
  readonly format?: ReportFormat
  readonly color?: boolean
  readonly output?: readonly string[]
  readonly files?: boolean
  readonly all?: boolean
  readonly play?: boolean
  readonly pace?: string
}

/** The commands with their options and help; `found` receives the invocation that the parsed words ask for. */
export function defineProgram(
  version: string,
  client: ClientEnvironment,
  environment: CommandEnvironment['environment'],
  found: (invocation: Invocation) => void,
): Command {
  const program = new Command('layertui')
    .description('Shows, at every save, which Dockerfile steps the next build will re-run, and why.')
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
      'the image built from this context: a name, or an archive as in the image command (default: the -t name)',
    )
    .addOption(formatOption('print the plan instead of opening the workbench'))
    .option('--no-color', 'print without colors')
    .action((context: string, values: Values) => {
      refuseMistypedCommand(context, client)
      const request = readRequest(context, values, client, 'now')
      const color = values.color ?? true
      // Who names a format wants a report, also at a terminal.
      if (values.format !== undefined) found({ command: 'plan', request, format: values.format, color, environment })
      else found({ command: 'workbench', request, image: imageOf(values, client), color, environment })
    })

  const plan = program
    .command('plan')
    .description('Print once what a build would re-run, and why.')
    .argument('[CONTEXT]', 'the build context', '.')
  addBuildOptions(plan)
  addBaselineOption(plan, 'none')
  plan
    .option('--all', 'one line for each Dockerfile below CONTEXT, each with the context that fits it')
    .addOption(formatOption('how to print'))
    .option('--no-color', 'print without colors')
    .action((context: string, own: Values) => {
      const values = withEarlierOptions(own, program)
      if (values.all === true && values.file !== undefined)
        throw new UsageError('--all and -f exclude each other', 'give the directory that holds the Dockerfiles')
      found({
        command: values.all === true ? 'plan-all' : 'plan',
        request: readRequest(context, values, client, 'none'),
        format: values.format ?? 'text',
        color: values.color ?? true,
        environment,
      })
    })

  const record = program
    .command('record')
    .description('Record what a build of the present files leaves in the cache; adds to FILE if it exists.')
    .argument('[CONTEXT]', 'the build context', '.')
  addBuildOptions(record)
  record.option('--no-color', 'print without colors').action((context: string, own: Values) => {
    const values = withEarlierOptions(own, program)
    const output = values.output?.at(-1)
    if (output === undefined)
      throw new UsageError('record needs a file to write', 'for example layertui record -o ../shop.json')
    found({
      command: 'record',
      request: readRequest(context, values, client, 'none'),
      output: resolve(client.directory, output),
      environment,
    })
  })

  const context = program
    .command('context')
    .description('List what the context holds: which steps take each path, or which rule leaves it out.')
    .argument('[CONTEXT]', 'the build context', '.')
  addBuildOptions(context)
  context
    .addOption(formatOption('how to print'))
    .option('--no-color', 'print without colors')
    .action((directory: string, own: Values) => {
      const values = withEarlierOptions(own, program)
      found({
        command: 'context',
        request: readRequest(directory, values, client, 'none'),
        format: values.format ?? 'text',
        color: values.color ?? true,
        environment,
      })
    })

  const why = program
    .command('why')
    .description('Tell whether a path is sent, which steps read it, and what a change of it would re-run.')
    .argument('<PATH>', 'a path, from here or from the context')
    .argument('[CONTEXT]', 'the build context', '.')
  addBuildOptions(why)
  why
    .addOption(formatOption('how to print'))
    .option('--no-color', 'print without colors')
    .action((path: string, directory: string, own: Values) => {
      const values = withEarlierOptions(own, program)
      const request = readRequest(directory, values, client, 'none')
      found({
        command: 'why',
        request,
        paths: [resolve(client.directory, path), resolve(request.context, path)],
        format: values.format ?? 'text',
        color: values.color ?? true,
        environment,
      })
    })

  program
    .command('image')
    .description('Open the workbench on an image alone, or print its layers.')
    .argument(
      '<IMAGE>',
      'the name of an image in the engine, an archive (FILE, docker-archive:FILE[:NAME], oci-archive:FILE[:NAME]), a layout directory (oci:DIRECTORY[:NAME]) or - for an archive on standard input',
    )
    .option('--platform <PLATFORM>', "which platform of the image: linux/arm64 (default: this machine's)")
    .addOption(formatOption('print the image instead of opening the workbench'))
    .option('-o, --output <FILE>', 'write what is printed to a file')
    .option('--files', 'with --format json: also list the files of each layer')
    .option('--no-color', 'print without colors')
    .action((image: string, own: Values & { readonly output?: string }) => {
      const values = withEarlierOptions(own, program)
      found({
        command: 'image',
        image: parseImageReference(image, client.pathKind),
        platform: values.platform === undefined ? null : readPlatform(values.platform, client.platform),
        format: values.format ?? null,
        output: own.output === undefined ? null : resolve(client.directory, own.output),
        files: values.files === true,
        color: values.color ?? true,
      })
    })

  program
    .command('demo')
    .description('Open the workbench on a copy of the bundled demo, deleted when you quit.')
    .option('--play', 'play the edits of the scenario, one by one')
    .option('--pace <SECONDS>', 'time between two edits (default: 6)')
    .option('--no-color', 'print without colors')
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

/** The image that is named for a context: any kind by --image, one of the engine by -t. */
function imageOf({ image, tag }: Values, { pathKind }: ClientEnvironment): ImageReference | null {
  if (image !== undefined) return parseImageReference(image, pathKind)
  const [name] = tag ?? []
  return name === undefined ? null : { kind: 'engine', name }
}

function addBuildOptions(command: Command): void {
  const isRecord = command.name() === 'record'
  for (const flag of dockerBuildFlags) {
    const names = flag.short === undefined ? `--${flag.long}` : `-${flag.short}, --${flag.long}`
    const recordFile = isRecord && flag.long === 'output'
    const help = recordFile ? 'the baseline file (JSON)' : flag.help
    const placeholder = recordFile ? 'FILE' : flag.value
    const option = new Option(placeholder === undefined ? names : `${names} <${placeholder}>`, help)
    // commander takes every --no-x for the opposite of --x.
    option.negate = false
    if (flag.repeatable) option.argParser((value: string, earlier?: readonly string[]) => [...(earlier ?? []), value])
    if (flag.long === 'tag' && command.name() !== 'layertui') option.hideHelp()
    command.addOption(help === undefined ? option.hideHelp() : option.helpGroup('Build options, as in docker build:'))
  }
  command
    .addOption(new Option('--rules <KIND>', "builder to imitate: containerd, overlay2, legacy (default: the engine's)"))
    .addOption(
      new Option(
        '--frontend <VERSION>',
        'Dockerfile front end: 1.18, 1.18-labs, builtin (default: what the Dockerfile asks for)',
      ),
    )
    .addOption(new Option('--daemon <VERSION>', "BuildKit version: 0.25 (default: the engine's)"))
    .addHelpText(
      'after',
      '\nOther options of docker build (--secret, --ssh, --progress, --pull, -q …) are accepted\nand ignored: they do not affect caching.',
    )
}

function addBaselineOption(command: Command, preset: 'now' | 'none'): void {
  const meaning = { now: 'now, the files at start', none: 'none, an empty cache' }[preset]
  command.option('--baseline <SPEC>', `compare with: ${baselineHelp} (default: ${meaning})`)
}

function formatOption(help: string): Option {
  return new Option('--format <FORMAT>', help).choices(['text', 'json'])
}

/** Seconds between two edits of the demo. */
function readPace(pace = '6'): number {
  const seconds = Number(pace)
  if (pace.trim() === '' || !(seconds >= 0 && seconds <= 3600))
    throw new UsageError(`--pace "${pace}" is not a number of seconds`, 'for example --pace 3')
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
Exit codes: 0 answered · 1 something is missing or unreadable · 2 wrong command line ·
3 a build would reject the Dockerfile · 70 internal error`
