import { digestOf } from '../../../context/tree/digest.ts'
import { expandToWords, expandWord } from '../../../dockerfile/expansion/expand-word.ts'
import type { Instruction } from '../../../dockerfile/parser/instruction.ts'
import { parseArgDeclarations, parseNameValues } from '../../../dockerfile/parser/name-values.ts'
import { triggerText } from '../../../dockerfile/parser/trigger.ts'
import { splitAtBlanks, trimSpace } from '../../../dockerfile/parser/white-space.ts'
import { DockerfileError } from '../../../dockerfile/problems/dockerfile-error.ts'
import { cleanPath, isAbsolutePath, joinPath } from '../../../dockerfile/values/container-path.ts'
import { checkPort } from '../../../dockerfile/values/port.ts'
import { checkSignal } from '../../../dockerfile/values/step-checks.ts'
import { type BuildArguments, declare, proxyNames, visibleArguments } from '../build-arguments.ts'
import { readHealthcheck } from '../classic-healthcheck.ts'
import type { ContainerConfig } from './container-config.ts'
import { type CopyRequest, readCopyRequest } from './copy-request.ts'

/** The parts of the stage's state that an instruction can use. */
export type StageSight = {
  readonly config: ContainerConfig
  readonly args: BuildArguments
  readonly escape: '\\' | '`'
}

/** A resolved instruction: the command to look up in the cache, and the state of the stage after it. */
export type StepRequest = {
  /**
   * Digest of the command under which the image is stored. Equal commands have equal digests, however they are written.
   */
  readonly command: string
  /** The instruction with the values that count. */
  readonly resolvedText: string
  /** Build arguments that count in a RUN. */
  readonly variables: readonly (readonly [name: string, value: string])[] | null
  readonly config: ContainerConfig
  readonly args: BuildArguments
  readonly copy: CopyRequest | null
  /** The step makes a container by its new configuration, which the daemon merges with the image's. */
  readonly makesContainer: boolean
}

type Resolved = {
  /** The parts of the command after the keyword. */
  readonly parts: readonly unknown[]
  /** The same for people. */
  readonly words: string
  readonly config?: ContainerConfig
  readonly args?: BuildArguments
  readonly copy?: CopyRequest
  readonly variables?: StepRequest['variables']
}

/**
 * Resolves one instruction below FROM. Throws DockerfileError where the build stops at it.
 * Source: moby builder/dockerfile/dispatchers.go, evaluator.go: dispatch.
 */
export function requestStep(
  instruction: Instruction,
  sight: StageSight,
  expands: { readonly expand: boolean },
): StepRequest {
  const args = visibleArguments(sight.args, sight.config.environment)
  const known = new Map([...args, ...sight.config.environment])
  const expand = (word: string): string => (expands.expand ? expandWord(word, known, { escape: sight.escape }) : word)
  const resolved = resolve(instruction, sight, { known, expand })
  const keyword = instruction.keyword.toUpperCase()
  return {
    command: digestOf(keyword, ...resolved.parts),
    resolvedText: resolved.words === '' ? keyword : `${keyword} ${resolved.words}`,
    variables: resolved.variables ?? null,
    config: resolved.config ?? sight.config,
    args: resolved.args ?? sight.args,
    copy: resolved.copy ?? null,
    makesContainer: !['run', 'copy', 'add'].includes(instruction.keyword),
  }
}

type Words = { readonly known: ReadonlyMap<string, string>; readonly expand: (word: string) => string }

function resolve(instruction: Instruction, sight: StageSight, { known, expand }: Words): Resolved {
  const { config, escape } = sight
  const { rest, json } = instruction
  switch (instruction.keyword) {
    case 'env': {
      const pairs = readPairs(instruction, escape, expand)
      return { ...pairsCommand(pairs), config: { ...config, environment: new Map([...config.environment, ...pairs]) } }
    }
    case 'label':
      return pairsCommand(readPairs(instruction, escape, expand))
    case 'arg':
      return resolveArg(instruction, sight, expand)
    case 'run':
      return resolveRun(instruction, sight)
    case 'cmd':
      return listCommand(json ?? [...config.shell, ...(rest === '' ? [] : [rest])])
    case 'entrypoint': {
      const list = json ?? (rest === '' ? [] : [...config.shell, rest])
      return { ...listCommand(list), config: { ...config, hasEntrypoint: list.length > 0 } }
    }
    case 'copy':
    case 'add': {
      const copy = readCopyRequest(instruction, expand)
      const chown = copy.chown === '' ? '' : `--chown=${copy.chown} `
      const from = copy.from === null ? '' : `--from=${copy.from} `
      const words = `${chown}${from}${copy.sources.join(' ')} ${copy.destination}`
      return { parts: [copy.chown, copy.destination], words, copy }
    }
    case 'workdir': {
      const path = resolveWorkdir(config.workingDirectory, expand(rest))
      return { ...textCommand(path), config: { ...config, workingDirectory: path } }
    }
    case 'user': {
      const user = expand(rest)
      return { ...textCommand(user), config: { ...config, user } }
    }
    case 'expose': {
      const ports = [...(json ?? splitAtBlanks(rest))].sort().flatMap((word) => expandToWords(word, known, { escape }))
      for (const port of ports) checkPort(port, { byLibrary: true })
      return listCommand(ports)
    }
    case 'volume':
      return listCommand((json ?? splitAtBlanks(rest)).map((path) => expandVolume(path, expand)))
    case 'stopsignal': {
      const signal = expand(rest)
      checkSignal(signal)
      return textCommand(signal)
    }
    case 'shell':
      return { ...listCommand(json ?? []), config: { ...config, shell: json ?? [] } }
    case 'healthcheck': {
      const healthcheck = readHealthcheck(instruction)
      return { parts: [healthcheck], words: [...instruction.flags, rest].join(' '), config: { ...config, healthcheck } }
    }
    case 'onbuild': {
      const trigger = triggerText(instruction)
      return { ...textCommand(trigger), config: { ...config, onbuild: [...config.onbuild, trigger] } }
    }
    case 'maintainer':
      return textCommand(rest)
    case 'from':
      throw new DockerfileError('FROM is not a step inside a stage')
  }
}

const textCommand = (text: string): Resolved => ({ parts: [text], words: text })
const listCommand = (list: readonly string[]): Resolved => ({ parts: [list], words: JSON.stringify(list) })

type Pairs = readonly (readonly [name: string, value: string])[]

const readPairs = ({ keyword, rest }: Instruction, escape: string, expand: (word: string) => string): Pairs =>
  parseNameValues(rest, escape, keyword.toUpperCase()).map(([name, value]) => [expand(name), expand(value)])

const pairsCommand = (pairs: Pairs): Resolved => ({
  parts: [pairs],
  words: pairs.map(([name, value]) => `${name}=${value}`).join(' '),
})

function resolveArg({ rest }: Instruction, { args, escape }: StageSight, expand: (word: string) => string): Resolved {
  const declared = parseArgDeclarations(rest, escape).map(({ name, value }) => ({
    name: expand(name),
    value: value === null ? null : expand(value),
  }))
  const words = declared.map(({ name, value }) => (value === null ? name : `${name}=${value}`))
  return {
    parts: [words],
    words: words.join(' '),
    args: declared.reduce((known, { name, value }) => declare(known, name, value), args),
  }
}

/** The build arguments that a RUN sees are part of its command line; proxies only where an ARG declares them. */
function resolveRun(instruction: Instruction, { config, args }: StageSight): Resolved {
  const [flag] = instruction.flags
  if (flag !== undefined) throw needsBuildKit(`the ${flag.split('=')[0]} option`)
  const line = instruction.json ?? [...config.shell, instruction.rest]
  const visible = visibleArguments(args, config.environment)
  const counted = [...visible].filter(([name]) => args.declared.has(name) || !proxyNames.has(name))
  const variables = counted.map(([name, value]) => `${name}=${value}`).sort()
  return {
    parts: visible.size === 0 ? [line] : [line, variables],
    words: instruction.rest,
    variables: visible.size > counted.length ? [...counted, ['proxies', 'given']] : counted,
  }
}

/** A rejection of something that only BuildKit can do. */
export const needsBuildKit = (what: string): DockerfileError =>
  new DockerfileError(`${what} requires BuildKit`, 0, 1, 'unset DOCKER_BUILDKIT=0, or do without it')

function resolveWorkdir(current: string, path: string): string {
  if (path === '') throw new DockerfileError('cannot normalize nothing: the WORKDIR is empty')
  return isAbsolutePath(path) ? cleanPath(path) : joinPath('/', current, path)
}

function expandVolume(path: string, expand: (word: string) => string): string {
  const expanded = expand(trimSpace(path))
  if (expanded === '') throw new DockerfileError('VOLUME specified can not be an empty string')
  return expanded
}
