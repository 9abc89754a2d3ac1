import { featuresOf } from '../../../dockerfile/frontend/frontend-features.ts'
import type { Instruction } from '../../../dockerfile/parser/instruction.ts'
import { parseLintOptions } from '../../../dockerfile/parser/lint-options.ts'
import { splitAtBlanks } from '../../../dockerfile/parser/white-space.ts'
import { DockerfileError } from '../../../dockerfile/problems/dockerfile-error.ts'
import { splitStages } from '../stages/split-stages.ts'
import { baseFindings } from './lint-bases.ts'
import type { Finding, LintedBuild } from './lint-finding.ts'
import { stageFindings } from './lint-stages.ts'

/**
 * With `error=true` in what the check directive or BUILDKIT_DOCKERFILE_CHECK asks, lint findings stop the build.
 * Not known here: InvalidBaseImagePlatform, CopyIgnoredFile, InvalidDefinitionDescription, and what ONBUILD lines of a base
 * are found to do. Throws DockerfileError. Source: frontend/dockerfile/linter/ruleset.go, dockerfile2llb/validations.go.
 */
export function checkLint(build: LintedBuild, asked: string | null): void {
  const { dockerfile, frontend } = build
  if (asked === null || !featuresOf(frontend).checkDirective) return
  const { skip, error } = parseLintOptions(asked)
  if (!error || skip === 'all') return
  const { globals, stages } = splitStages(dockerfile)
  const findings = [
    ...dockerfile.instructions.flatMap(emptyContinuation),
    ...spellings(dockerfile.instructions),
    ...casing(stages.flatMap(({ from, instructions }) => [from, ...instructions])),
    ...stageNames(stages.map(({ from }) => from)),
    ...baseFindings(build, globals, stages),
    ...stageFindings(build, stages),
  ].filter(({ rule }) => !skip.has(rule))
  const [first] = findings
  if (first === undefined) return
  const rules = [...new Set(findings.map(({ rule }) => rule))].join(', ')
  throw new DockerfileError(`lint violation found for rules: ${rules}`, first.at.line, first.at.column)
}

const keywordOf = ({ text }: Instruction): string => splitAtBlanks(text)[0]!
const isLower = (word: string): boolean => word === word.toLowerCase()
const isUpper = (word: string): boolean => word === word.toUpperCase()

const emptyContinuation = (at: Instruction): Finding[] =>
  at.emptyContinuation ? [{ rule: 'NoEmptyContinuation', at }] : []

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
