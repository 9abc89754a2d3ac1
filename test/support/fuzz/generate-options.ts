import type { FuzzOptions, FuzzProject } from './fuzz-project.ts'
import { stageNames } from './line-site.ts'
import { optionLists } from './option-lists.ts'
import type { Random } from './random.ts'

/**
 * Options of a first build. Most sequences build without a network: setting one up takes longer than the commands, which
 * need none.
 */
export const firstOptions = (random: Random): FuzzOptions => ({
  buildArgs: {},
  target: null,
  noCache: [],
  others: random.chance(85) ? withoutNetwork : [],
})

export const withoutNetwork: readonly string[] = ['--network', 'none']

/** Variables that every build of a sequence has in its environment: for `--build-arg ENVV` and `--secret`. */
export const buildEnvironment = { TOKV: 'v', ENVV: 'e' } as const

export type OptionsEdit = { readonly label: string; readonly options: FuzzOptions }

export function editBuildArg(random: Random, options: FuzzOptions): OptionsEdit {
  const name = random.pick(argumentNames)
  const buildArgs = { ...options.buildArgs }
  if (name in buildArgs && random.chance(50)) delete buildArgs[name]
  else buildArgs[name] = argumentValue(random, name)
  return { label: `build argument ${name}`, options: { ...options, buildArgs } }
}

export function editTarget(random: Random, { options, dockerfile }: FuzzProject): OptionsEdit {
  const names = stageNames(dockerfile.stages)
  const target = names.length > 0 && random.chance(60) ? random.pick(names) : null
  return { label: `target ${target ?? 'last'}`, options: { ...options, target } }
}

export function editNoCache(random: Random, { options, dockerfile }: FuzzProject): OptionsEdit {
  const names = stageNames(dockerfile.stages)
  const all = random.chance(25) || names.length === 0
  const noCache = all ? ['--no-cache'] : ['--no-cache-filter', random.pick(names)]
  return { label: noCache.join(' '), options: { ...options, noCache } }
}

export function editOtherOption(random: Random, options: FuzzOptions): OptionsEdit {
  const network = options.others.includes('--network') && random.chance(90) ? withoutNetwork : []
  const added = random.chance(30) ? [] : random.pick(otherOptions(random))
  const others = added.includes('--network') ? added : [...network, ...added]
  return { label: `options ${others.join(' ')}`, options: { ...options, others } }
}

/** The options as a person would type them. */
export function optionArguments({ buildArgs, target, noCache, others }: FuzzOptions): readonly string[] {
  const args: string[] = []
  for (const [name, value] of Object.entries(buildArgs)) {
    args.push('--build-arg', value === null ? name : `${name}=${value}`)
  }
  if (target !== null) args.push('--target', target)
  return [...args, ...noCache, ...others]
}

const argumentNames = [
  'A',
  'B',
  'G',
  'Z',
  'SRC',
  'U',
  'HTTP_PROXY',
  'TARGETARCH',
  'BASE',
  'N',
  'BUILDKIT_INLINE_CACHE',
  'SOURCE_DATE_EPOCH',
  'BUILDKIT_SANDBOX_HOSTNAME',
  'BUILDKIT_CACHE_MOUNT_NS',
  'ENVV',
  'R',
  'UID',
  'TARGETPLATFORM',
  'BUILDPLATFORM',
  'PATH',
  'NO_PROXY',
]

function argumentValue(random: Random, name: string): string | null {
  switch (name) {
    case 'BASE':
      return 'lt-base:1'
    case 'SRC':
      return random.pick(['src', 'docs'])
    case 'U':
      return random.pick(['5', 'root'])
    case 'R':
      return random.pick(['root', '0'])
    case 'UID':
      return random.pick(['5', '6'])
    case 'ENVV':
      return null
    case 'SOURCE_DATE_EPOCH':
      return String(1_000_000_000 + random.int(2))
    default:
      return String(random.int(3))
  }
}

const otherOptions = (random: Random): readonly (readonly string[])[] => [
  withoutNetwork,
  ['--network', 'host'],
  ['--add-host', `h:1.2.3.${random.int(3)}`],
  ['--add-host', 'g:1.2.3.4'],
  ['--add-host', 'g:1.2.3.4', '--add-host', 'h:1.2.3.4'],
  ['--shm-size', random.pick(['64m', '128m'])],
  ['--ulimit', `nofile=${100 + random.int(2)}`],
  ['--label', `l=${random.int(9)}`],
  ...optionLists,
]
