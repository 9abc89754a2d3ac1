import type { Instruction } from '../../../dockerfile/parser/instruction.ts'
import type { LintRuleName } from './lint-rules.ts'
import type { LintedBuild } from './linted-build.ts'

/** An instruction that breaks a rule. */
export type Finding = {
  readonly rule: LintRuleName
  readonly at: Instruction
  /** The problem, as a sentence without a full stop. */
  readonly says: string
}

/**
 * The search for a rule's findings in subjects of one kind: instructions, FROM lines, or a stage's instructions in
 * order.
 */
export type Check<Subject extends { readonly at: Instruction }> = {
  readonly rule: LintRuleName
  readonly breaks: (subject: Subject, build: LintedBuild) => boolean
  readonly says: (subject: Subject, build: LintedBuild) => string
}

/** The findings of checks, in the order of the subjects, then of the checks. */
export function* runChecks<Subject extends { readonly at: Instruction }>(
  subjects: Iterable<Subject>,
  checks: readonly Check<Subject>[],
  build: LintedBuild,
): Generator<Finding> {
  for (const subject of subjects)
    for (const { rule, breaks, says } of checks)
      if (breaks(subject, build)) yield { rule, at: subject.at, says: says(subject, build) }
}
