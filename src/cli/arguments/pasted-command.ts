import { UsageError } from './usage-error.ts'

/** What stands in front of the options of a build command that was pasted from a shell or a script. */
export type PastedCommand = {
  /** The words without the command: options and the context. */
  readonly words: readonly string[]
  /** Variables that the command line sets, `DOCKER_HOST` of `-H` and `DOCKER_CONTEXT` of `--context` among them. */
  readonly environment: Readonly<Record<string, string>>
}

/**
 * Takes a build command off the front of the words: `DOCKER_BUILDKIT=1 sudo docker --context X buildx b …`, also behind
 * `plan` or `record`. Words that are no such command stay as they are.
 *
 * @throws UsageError for a command that builds in a way that layertui does not read: compose, bake, podman …
 */
export function readPastedCommand(argv: readonly string[]): PastedCommand {
  const own = argv[0] === 'plan' || argv[0] === 'record' ? 1 : 0
  const environment: Record<string, string> = {}
  let at = skipEnvironment(argv, own, environment)
  if (argv[at] === 'sudo' || argv[at] === 'env' || argv[at] === 'time') at = skipWrapper(argv, at + 1, environment)
  const program = argv[at]?.split('/').at(-1) ?? ''
  if (Object.hasOwn(otherPrograms, program) && isBuildWord(argv[at + 1]))
    throw refused(program, otherPrograms[program]!)
  if (program !== 'docker') {
    // Variables alone in front of options are no command: `A=1` may be a directory.
    return { words: argv, environment: {} }
  }
  at = skipGlobalOptions(argv, at + 1, environment)
  const { words, form } = behindBuild(argv, at)
  if (form === 'none') return { words: argv, environment: {} }
  return { words: [...argv.slice(0, own), ...words], environment }
}

const otherPrograms: Readonly<Record<string, string>> = {
  podman: 'podman builds with a cache of its own',
  buildah: 'buildah builds with a cache of its own',
  nerdctl: 'nerdctl builds with a BuildKit of its own',
  'docker-compose': 'compose files are not read yet',
}

const isBuildWord = (word: string | undefined): boolean =>
  word !== undefined && ['build', 'bud', 'up', 'run', 'image', 'builder', '-f', 'compose'].includes(word)

const refused = (command: string, why: string): UsageError =>
  new UsageError(`${command}: ${why}`, 'give the Dockerfile and the context: layertui -f Dockerfile CONTEXT')

/** `NAME=value` words, as a shell takes them in front of a command. */
function skipEnvironment(argv: readonly string[], from: number, environment: Record<string, string>): number {
  let at = from
  const set: Record<string, string> = {}
  for (; at < argv.length; at++) {
    const assignment = /^([A-Za-z_][A-Za-z0-9_]*)=([\s\S]*)$/.exec(argv[at]!)
    if (assignment === null) break
    set[assignment[1]!] = assignment[2]!
  }
  Object.assign(environment, set)
  return at
}

/** Options of sudo and env that take a value. */
const wrapperValues: ReadonlySet<string> = new Set(['-u', '-g', '-C', '-h', '-p', '-r', '-t', '-U', '-D', '-R', '-T'])

function skipWrapper(argv: readonly string[], from: number, environment: Record<string, string>): number {
  let at = from
  while (argv[at]?.startsWith('-')) at += wrapperValues.has(argv[at]!) ? 2 : 1
  return skipEnvironment(argv, at, environment)
}

/** Options of the docker command itself that take a value. Source: docker/cli cli/flags/options.go. */
const globalValues: ReadonlyMap<string, string | null> = new Map([
  ['-c', 'DOCKER_CONTEXT'],
  ['--context', 'DOCKER_CONTEXT'],
  ['-H', 'DOCKER_HOST'],
  ['--host', 'DOCKER_HOST'],
  ['--config', 'DOCKER_CONFIG'],
  ['-l', null],
  ['--log-level', null],
  ['--tlscacert', null],
  ['--tlscert', null],
  ['--tlskey', null],
])

function skipGlobalOptions(argv: readonly string[], from: number, environment: Record<string, string>): number {
  let at = from
  while (argv[at]?.startsWith('-')) {
    const word = argv[at]!
    const equals = word.indexOf('=')
    const name = equals < 0 ? word : word.slice(0, equals)
    const variable = globalValues.get(name)
    if (variable === undefined) at += 1
    else {
      const value = equals < 0 ? (argv[at + 1] ?? '') : word.slice(equals + 1)
      if (variable !== null) environment[variable] = value
      // The docker command takes only one of the two; the later word is the one that is meant.
      if (variable === 'DOCKER_CONTEXT') environment.DOCKER_HOST = ''
      at += equals < 0 ? 2 : 1
    }
  }
  return at
}

type BehindBuild = { readonly words: readonly string[]; readonly form: 'build' | 'none' }

/** `build`, `buildx build`, `buildx b`, `image build`, `builder build`; buildx may have `--builder` in front of `build`. */
function behindBuild(argv: readonly string[], at: number): BehindBuild {
  const [command, ...rest] = argv.slice(at)
  switch (command) {
    case 'build':
      return { words: rest, form: 'build' }
    case 'image':
    case 'builder':
      return rest[0] === 'build' || (command === 'builder' && rest[0] === 'b')
        ? { words: rest.slice(1), form: 'build' }
        : { words: [], form: 'none' }
    case 'buildx': {
      const options: string[] = []
      const words = [...rest]
      while (words[0]?.startsWith('-')) {
        const option = words.shift()!
        options.push(option)
        if (option === '--builder' && words.length > 0) options.push(words.shift()!)
      }
      if (words[0] === 'build' || words[0] === 'b') return { words: [...options, ...words.slice(1)], form: 'build' }
      if (words[0] === 'bake' || words[0] === 'f') throw refused('docker buildx bake', 'bake files are not read yet')
      return { words: [], form: 'none' }
    }
    case 'bake':
      throw refused('docker bake', 'bake files are not read yet')
    case 'compose':
      throw refused('docker compose', 'compose files are not read yet')
    case 'stack':
    case 'run':
      throw refused(`docker ${command}`, 'it builds nothing')
    default:
      return { words: [], form: 'none' }
  }
}
