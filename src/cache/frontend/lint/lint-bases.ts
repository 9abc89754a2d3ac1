import { expandWord } from '../../../dockerfile/expansion/expand-word.ts'
import type { Frontend } from '../../../dockerfile/frontend/frontend.ts'
import { featuresOf } from '../../../dockerfile/frontend/frontend-features.ts'
import { flagValue, type Instruction } from '../../../dockerfile/parser/instruction.ts'
import { parseArgDeclarations } from '../../../dockerfile/parser/name-values.ts'
import { DockerfileError } from '../../../dockerfile/problems/dockerfile-error.ts'
import { normalizeReference } from '../../../dockerfile/values/image-reference.ts'
import { parsePlatform } from '../../../dockerfile/values/platform.ts'
import type { StageText } from '../stages/split-stages.ts'
import { type Finding, type LintedBuild, namesIn } from './lint-finding.ts'

/** What the linter finds in FROM lines, needed or not. `globals` are the ARG lines above the first. */
export function baseFindings(
  build: LintedBuild,
  globals: readonly Instruction[],
  stages: readonly StageText[],
): readonly Finding[] {
  const defaults = defaultsOf(build, globals)
  const declared = new Set([
    ...predefinedNames(build.frontend),
    ...globals.flatMap(({ rest }) => parseArgDeclarations(rest, build.dockerfile.escape).map(({ name }) => name)),
  ])
  return stages.flatMap(({ name, base, from }): Finding[] => {
    const platform = flagValue(from, 'platform')
    const asked = [...namesIn(base, build), ...namesIn(platform ?? '', build)]
    return [
      ...(asked.every((asked) => declared.has(asked)) ? [] : [{ rule: 'UndefinedArgInFrom', at: from }]),
      ...(!featuresOf(build.frontend).lintBases
        ? []
        : platformAndDefaults(build, { name, base, platform, from, defaults })),
    ]
  })
}

type FromLine = {
  readonly name: string
  readonly base: string
  readonly platform: string | null
  readonly from: Instruction
  readonly defaults: ReadonlyMap<string, string> | null
}

function platformAndDefaults(build: LintedBuild, { name, base, platform, from, defaults }: FromLine): Finding[] {
  const findings: Finding[] = []
  if (platform !== null) {
    const names = [...namesIn(platform, build)]
    const isTarget = names.length === 1 && names[0] === 'TARGETPLATFORM' && expandByTarget(platform) === someTarget
    if (isTarget) findings.push({ rule: 'RedundantTargetPlatform', at: from })
    const constant = names.length === 0 ? parsePlatform(platform, someTarget) : null
    const [system = '', architecture = ''] = constant?.split('/') ?? []
    if (constant !== null && !name.includes(system) && !name.includes(architecture))
      findings.push({ rule: 'FromPlatformFlagConstDisallowed', at: from })
  }
  if (defaults !== null && !isReference(expandWord(base, defaults, { features: featuresOf(build.frontend) })))
    findings.push({ rule: 'InvalidDefaultArgInFrom', at: from })
  return findings
}

const someTarget = 'linux/amd64'
const expandByTarget = (word: string): string => expandWord(word, new Map([['TARGETPLATFORM', someTarget]]))

/** What FROM lines would see without build arguments; null: a default cannot be expanded then. */
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
