import { expandWord } from '../../../dockerfile/expansion/expand-word.ts'
import type { Frontend } from '../../../dockerfile/frontend/frontend.ts'
import { featuresOf } from '../../../dockerfile/frontend/frontend-features.ts'
import { flagValue, type Instruction } from '../../../dockerfile/parser/instruction.ts'
import { parseArgDeclarations } from '../../../dockerfile/parser/name-values.ts'
import { DockerfileError } from '../../../dockerfile/problems/dockerfile-error.ts'
import { normalizeReference } from '../../../dockerfile/values/image-reference.ts'
import { parsePlatform } from '../../../dockerfile/values/platform.ts'
import type { Check } from './check.ts'
import { type LintedBuild, namesIn } from './linted-build.ts'

/** A FROM line, whether the target needs it or not. */
export type FromLine = {
  readonly at: Instruction
  /** Lower case; empty if the stage has no name. */
  readonly name: string
  /** An earlier stage has its name. */
  readonly repeated: boolean
  readonly base: string
  readonly platform: string | null
  /** Names of the arguments above the first FROM, and of predefined ones. */
  readonly declared: ReadonlySet<string>
  /** The values that the line sees without build arguments; null: a default cannot be expanded without them. */
  readonly defaults: ReadonlyMap<string, string> | null
}

/** The FROM lines of a Dockerfile, as the checks see them. */
export function fromLines(build: LintedBuild): readonly FromLine[] {
  const { globals, stages } = build.written
  const defaults = defaultsOf(build, globals)
  const declared = new Set([
    ...predefinedNames(build.frontend),
    ...globals.flatMap(({ rest }) => parseArgDeclarations(rest, build.dockerfile.escape).map(({ name }) => name)),
  ])
  const names = new Set<string>()
  return stages.map(({ name, base, from: at }) => {
    const repeated = name !== '' && names.has(name)
    names.add(name)
    return { at, name, repeated, base, platform: flagValue(at, 'platform'), declared, defaults }
  })
}

export const nameChecks: readonly Check<FromLine>[] = [
  {
    rule: 'ReservedStageName',
    breaks: ({ name }) => name === 'context' || name === 'scratch',
    says: ({ name }) => `${name} is reserved and cannot name a stage`,
  },
  {
    rule: 'DuplicateStageName',
    breaks: ({ repeated }) => repeated,
    says: ({ name }) => `another stage is called ${name}, too`,
  },
]

export const baseChecks: readonly Check<FromLine>[] = [
  {
    rule: 'UndefinedArgInFrom',
    breaks: (line, build) => undeclared(line, build).length > 0,
    says: (line, build) => `no ARG above the first FROM declares ${undeclared(line, build).join(' and ')}`,
  },
  {
    rule: 'RedundantTargetPlatform',
    breaks: ({ platform }, build) => {
      if (platform === null) return false
      const names = [...namesIn(platform, build)]
      return names.length === 1 && names[0] === 'TARGETPLATFORM' && expandByTarget(platform) === someTarget
    },
    says: () => '--platform=$TARGETPLATFORM is the default',
  },
  {
    rule: 'FromPlatformFlagConstDisallowed',
    breaks: ({ platform, name }, build) => {
      if (platform === null || namesIn(platform, build).size > 0) return false
      const constant = parsePlatform(platform, someTarget)
      const [system = '', architecture = ''] = constant?.split('/') ?? []
      return constant !== null && !name.includes(system) && !name.includes(architecture)
    },
    says: ({ platform }) => `--platform=${platform} fixes the platform of the stage`,
  },
  {
    rule: 'InvalidDefaultArgInFrom',
    breaks: ({ base, defaults }, { frontend }) =>
      defaults !== null && !isReference(expandWord(base, defaults, { features: featuresOf(frontend) })),
    says: ({ base }) => `${base} names no image without build arguments`,
  },
]

const undeclared = ({ base, platform, declared }: FromLine, build: LintedBuild): readonly string[] =>
  [...namesIn(base, build), ...namesIn(platform ?? '', build)].filter((name) => !declared.has(name))

const someTarget = 'linux/amd64'
const expandByTarget = (word: string): string => expandWord(word, new Map([['TARGETPLATFORM', someTarget]]))

function defaultsOf(
  { dockerfile: { escape }, frontend }: LintedBuild,
  globals: readonly Instruction[],
): ReadonlyMap<string, string> | null {
  const values = new Map(predefinedNames(frontend).map((name) => [name, 'x']))
  try {
    for (const { rest } of globals) {
      for (const { name, value } of parseArgDeclarations(rest, escape))
        if (value !== null) values.set(name, expandWord(value, values, { escape, features: featuresOf(frontend) }))
    }
    return values
  } catch (error) {
    if (error instanceof DockerfileError) return null
    throw error
  }
}

function isReference(text: string): boolean {
  try {
    normalizeReference(text)
    return true
  } catch (error) {
    if (error instanceof DockerfileError) return false
    throw error
  }
}

function predefinedNames(frontend: Frontend): readonly string[] {
  const features = featuresOf(frontend)
  const parts = ['PLATFORM', 'OS', 'ARCH', 'VARIANT', ...(features.osVersion ? ['OSVERSION'] : [])]
  const named = ['BUILD', 'TARGET'].flatMap((side) => parts.map((part) => side + part))
  return features.targetStage ? [...named, 'TARGETSTAGE'] : named
}
