import type { Cause, Plan } from '../../cache/model/plan/plan.ts'
import type { Pointer } from '../../cache/model/plan/pointer.ts'
import { formatCount } from '../../text/format-count.ts'
import { type ChangeName, changeName, type InstructionCause, instructionTexts } from '../names/describe-instruction.ts'
import { namePointer, stepAt } from '../names/name-step.ts'
import { nameRule, nameVariable } from '../names/name-variable.ts'
import { describeDifference } from './describe-difference.ts'
import { explainFileChange } from './describe-file-change.ts'

/** A cause as the rest of a sentence that begins "Re-runs because …". */
export function explainCause(cause: Cause, plan: Plan): string {
  switch (cause.kind) {
    case 'content':
      return explainContent(cause)
    case 'instruction':
      return explainInstruction(cause)
    case 'argument':
      return explainArgument(cause, plan)
    case 'rule':
      return `${nameRule(cause.rule)} went from ${cause.before} to ${cause.after}`
    case 'base':
      return explainBase(cause)
    case 'input':
      return explainInput(cause.from, plan)
    case 'parent':
      return `${namePointer(plan, cause.from)} re-runs`
    case 'new':
      return 'it was not built in this form yet'
    case 'forced':
      return `${cause.option} asks for it`
    case 'resolved':
      return 'it has no inputs: the builder does it in every build, at no cost'
    case 'error':
      return cause.message
    case 'not-reached':
      return 'the build stops at another step'
  }
}

function explainInstruction(cause: InstructionCause): string {
  const change = changeName(cause)
  // Marked, the two texts would look the same.
  if (change === 'line endings' || change === 'white space') return changeSentences[change]
  const { before, after } = instructionTexts(cause)
  return `${changeSentences[change]}: ${describeDifference(before, after)}`
}

const changeSentences: Readonly<Record<ChangeName, string>> = {
  text: 'the instruction changed',
  'line endings': 'only line endings changed in the instruction',
  'white space': 'only white space changed in the instruction',
  place: 'it comes after another step',
  order: 'its variables have another order',
  user: 'it has another user',
  owner: 'it has another owner',
  shell: 'it has another shell',
  directory: 'it has another directory',
  surroundings: 'the lines before it changed',
}

/** A stage re-runs, or ends with another step than before; an image or a named context changed. */
function explainInput(from: Pointer, plan: Plan): string {
  const step = stepAt(plan, from)
  if (step === undefined) return `${namePointer(plan, from)}, which it takes files from, changed`
  return step.status === 'cached'
    ? `it takes files from another step now: ${namePointer(plan, from)}`
    : `${namePointer(plan, from)}, which it takes files from, re-runs`
}

function explainContent({ files, total }: Extract<Cause, { kind: 'content' }>): string {
  const [file] = files
  return file === undefined || total > 1
    ? `${formatCount(total)} of the files that it reads changed`
    : explainFileChange(file)
}

function explainArgument({ name, before, after }: Extract<Cause, { kind: 'argument' }>, plan: Plan): string {
  const variable = nameVariable(name, plan)
  if (before === null) return after === null ? `${variable} changed` : `${variable} is set now, to "${after}"`
  if (after === null) return `${variable} is no longer set; it was "${before}"`
  return `${variable} went from "${before}" to "${after}"`
}

function explainBase({ ref, before, after }: Extract<Cause, { kind: 'base' }>): string {
  if (before === null || after === null) return `${ref} is another image now`
  return `${ref} moved from ${shortDigest(before)} to ${shortDigest(after)}`
}

/** The twelve digits by which people recognize an image. */
function shortDigest(digest: string): string {
  return digest.replace(/^(sha256:)?([0-9a-f]{12})[0-9a-f]+$/, '$2')
}
