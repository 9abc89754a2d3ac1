import { featuresOf } from '../../../dockerfile/frontend/frontend-features.ts'
import { parseLintOptions } from '../../../dockerfile/parser/lint-options.ts'
import { DockerfileError } from '../../../dockerfile/problems/dockerfile-error.ts'
import { splitStages } from '../stages/split-stages.ts'
import { type Finding, runChecks } from './check.ts'
import {
  casedInstructions,
  casingChecks,
  continuationChecks,
  instructionChecks,
  writtenInstructions,
} from './file-checks.ts'
import { baseChecks, fromLines, nameChecks } from './from-checks.ts'
import { lintRules } from './lint-rules.ts'
import type { LintedBuild } from './linted-build.ts'
import { stageChecks } from './stage-checks.ts'
import { walkStages } from './walk-stages.ts'

/**
 * Stops the build at the first lint finding if `asked` contains `error=true`. `asked` is the check directive or
 * BUILDKIT_DOCKERFILE_CHECK; null: neither is given. Not implemented: InvalidBaseImagePlatform, CopyIgnoredFile,
 * InvalidDefinitionDescription, and findings in ONBUILD lines of a base image. Throws DockerfileError.
 */
export function checkLint(build: Omit<LintedBuild, 'written'>, asked: string | null): void {
  if (asked === null || !featuresOf(build.frontend).checkDirective) return
  const { skip, error } = parseLintOptions(asked)
  if (!error || skip === 'all') return
  const findings = lintFindings({ ...build, written: splitStages(build.dockerfile) }).filter(
    ({ rule }) => !skip.has(rule),
  )
  const [first] = findings
  if (first === undefined) return
  const rules = [...new Set(findings.map(({ rule }) => rule))].join(', ')
  throw new DockerfileError(
    `lint violation found for rules: ${rules}`,
    first.at.line,
    first.at.column,
    `${first.rule}: ${first.says}`,
  )
}

/** Everything that the rules of the build's front end find, in the order in which BuildKit reports it. */
export function lintFindings(build: LintedBuild): readonly Finding[] {
  const features = featuresOf(build.frontend)
  const written = writtenInstructions(build)
  const froms = fromLines(build)
  return [
    ...runChecks(written, continuationChecks, build),
    ...runChecks(written, instructionChecks, build),
    ...runChecks(casedInstructions(build), casingChecks, build),
    ...runChecks(froms, nameChecks, build),
    ...runChecks(froms, baseChecks, build),
    ...runChecks(walkStages(build), stageChecks, build),
  ].filter(({ rule }) => features[lintRules[rule].feature])
}
