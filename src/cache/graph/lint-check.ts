import { DockerfileError } from '../../dockerfile/dockerfile-error.ts'
import type { Frontend } from '../../dockerfile/frontend.ts'
import type { Instruction } from '../../dockerfile/instruction.ts'
import { parseLintOptions } from '../../dockerfile/lint-options.ts'
import type { Dockerfile } from '../../dockerfile/parse-dockerfile.ts'
import { splitAtBlanks } from '../../dockerfile/white-space.ts'
import { splitStages } from './split-stages.ts'

type Finding = { readonly rule: string; readonly at: Instruction }

/**
 * With `error=true` in what the check directive or BUILDKIT_DOCKERFILE_CHECK asks, lint findings stop the build. Rules
 * that need variables, images or the ignore file are not known here. `isNeeded` tells which stages the target needs.
 * Throws DockerfileError. Source: frontend/dockerfile/linter/ruleset.go, dockerfile2llb/validations.go.
 */
export function checkLint(
  dockerfile: Dockerfile,
  asked: string | null,
  { frontend, isNeeded }: { readonly frontend: Frontend; readonly isNeeded: (stage: number) => boolean },
): void {
  if (asked === null || frontend.version < 8) return
  const { skip, error } = parseLintOptions(asked)
  if (!error || skip === 'all') return
  const { stages } = splitStages(dockerfile)
  const findings = [
    ...spellings(dockerfile.instructions),
    ...casing(stages.flatMap(({ from, instructions }) => [from, ...instructions])),
    ...stageNames(stages.map(({ from }) => from)),
    ...stages.flatMap(({ instructions }, index) => (isNeeded(index) ? insideStage(instructions) : [])),
  ].filter(({ rule }) => !skip.has(rule))
  const [first] = findings
  if (first === undefined) return
  const rules = [...new Set(findings.map(({ rule }) => rule))].join(', ')
  throw new DockerfileError(`lint violation found for rules: ${rules}`, first.at.line, first.at.column)
}

const keywordOf = ({ text }: Instruction): string => splitAtBlanks(text)[0]!
const isLower = (word: string): boolean => word === word.toLowerCase()
const isUpper = (word: string): boolean => word === word.toUpperCase()

function spellings(instructions: readonly Instruction[]): Finding[] {
  return instructions.flatMap((at): Finding[] => {
    if (at.keyword === 'maintainer') return [{ rule: 'MaintainerDeprecated', at }]
    const [, as, name] = at.keyword === 'from' ? splitAtBlanks(at.rest) : []
    if (as === undefined || name === undefined) return []
    const from = keywordOf(at)
    const differs = isLower(from) ? !isLower(as) : isUpper(from) && !isUpper(as)
    return [
      ...(isLower(name) ? [] : [{ rule: 'StageNameCasing', at }]),
      ...(differs ? [{ rule: 'FromAsCasing', at }] : []),
    ]
  })
}

/** Every keyword in the case that most have; where as many are in either, in upper case. */
function casing(instructions: readonly Instruction[]): Finding[] {
  const words = instructions.map(keywordOf)
  const lower = words.filter(isLower).length > words.filter(isUpper).length
  return instructions
    .filter((at) => !(lower ? isLower : isUpper)(keywordOf(at)))
    .map((at) => ({ rule: 'ConsistentInstructionCasing', at }))
}

function stageNames(froms: readonly Instruction[]): Finding[] {
  const seen = new Set<string>()
  return froms.flatMap((at): Finding[] => {
    const name = splitAtBlanks(at.rest)[2]?.toLowerCase()
    if (name === undefined) return []
    const again = seen.has(name)
    seen.add(name)
    return [
      ...(name === 'context' || name === 'scratch' ? [{ rule: 'ReservedStageName', at }] : []),
      ...(again ? [{ rule: 'DuplicateStageName', at }] : []),
    ]
  })
}

function insideStage(instructions: readonly Instruction[]): Finding[] {
  const once = new Set<string>()
  return instructions.flatMap((at): Finding[] => {
    const { keyword, rest } = at
    if (keyword === 'env' || keyword === 'label')
      return splitAtBlanks(rest)[0]!.includes('=') ? [] : [{ rule: 'LegacyKeyValueFormat', at }]
    if (keyword !== 'cmd' && keyword !== 'entrypoint' && keyword !== 'healthcheck') return []
    const again = once.has(keyword)
    once.add(keyword)
    return again ? [{ rule: 'MultipleInstructionsDisallowed', at }] : []
  })
}
