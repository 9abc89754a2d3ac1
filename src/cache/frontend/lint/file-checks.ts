import type { Instruction } from '../../../dockerfile/parser/instruction.ts'
import { splitAtBlanks } from '../../../dockerfile/parser/white-space.ts'
import type { Check } from './check.ts'
import type { LintedBuild } from './linted-build.ts'

/** An instruction, whether the target needs it or not. */
export type Written = { readonly at: Instruction }

/** All instructions of a Dockerfile, in order. */
export const writtenInstructions = ({ dockerfile }: LintedBuild): readonly Written[] =>
  dockerfile.instructions.map((at) => ({ at }))

export const continuationChecks: readonly Check<Written>[] = [
  {
    rule: 'NoEmptyContinuation',
    breaks: ({ at }) => at.emptyContinuation === true,
    says: () => 'an empty line stands inside the instruction',
  },
]

export const instructionChecks: readonly Check<Written>[] = [
  {
    rule: 'MaintainerDeprecated',
    breaks: ({ at }) => at.keyword === 'maintainer',
    says: () => 'MAINTAINER is deprecated; a LABEL says the same',
  },
  {
    rule: 'StageNameCasing',
    breaks: ({ at }) => isNamed(at) && !isLower(stageName(at)),
    says: ({ at }) => `the stage name ${stageName(at)} is not in lower case`,
  },
  {
    rule: 'FromAsCasing',
    breaks: ({ at }) => isNamed(at) && !isSameCase(keywordOf(at), splitAtBlanks(at.rest)[1]!),
    says: ({ at }) => `${splitAtBlanks(at.rest)[1]} and ${keywordOf(at)} are written in different cases`,
  },
]

export type CasedInstruction = Written & { readonly lower: boolean }

/** The instructions of all stages, with the case that most of them have; upper case where as many are in either. */
export function casedInstructions({ written: { stages } }: LintedBuild): readonly CasedInstruction[] {
  const instructions = stages.flatMap(({ from, instructions }) => [from, ...instructions])
  const words = instructions.map(keywordOf)
  const lower = words.filter(isLower).length > words.filter(isUpper).length
  return instructions.map((at) => ({ at, lower }))
}

export const casingChecks: readonly Check<CasedInstruction>[] = [
  {
    rule: 'ConsistentInstructionCasing',
    breaks: ({ at, lower }) => !(lower ? isLower : isUpper)(keywordOf(at)),
    says: ({ at, lower }) => `${keywordOf(at)} is not in ${lower ? 'lower' : 'upper'} case as most instructions are`,
  },
]

const keywordOf = ({ text }: Instruction): string => splitAtBlanks(text)[0]!
const isLower = (word: string): boolean => word === word.toLowerCase()
const isUpper = (word: string): boolean => word === word.toUpperCase()
const isNamed = (at: Instruction): boolean => at.keyword === 'from' && splitAtBlanks(at.rest)[2] !== undefined
const stageName = (at: Instruction): string => splitAtBlanks(at.rest)[2]!

/** Mixed case such as `From` accepts both. */
const isSameCase = (from: string, as: string): boolean => (isLower(from) ? isLower(as) : !isUpper(from) || isUpper(as))
