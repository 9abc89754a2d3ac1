import type { Cause, Plan } from '../cache/model/plan.ts'
import { describeDifference } from './describe-difference.ts'
import { tellFileChange } from './describe-file-change.ts'
import { type InstructionChange, instructionChange } from './instruction-change.ts'
import { nameStep, stepOfVertex } from './name-step.ts'
import { nameVariable } from './name-variable.ts'

/** A cause as the rest of a sentence that begins "Re-runs because …". */
export function tellCause(cause: Cause, plan: Plan): string {
  switch (cause.kind) {
    case 'content':
      return tellContent(cause)
    case 'instruction':
      return tellInstruction(cause.before, cause.after)
    case 'argument':
      return tellArgument(cause, plan)
    case 'base':
      return tellBase(cause)
    case 'input':
      return `${tellSource(cause.vertex, plan)}: ${nameVertex(cause.vertex, plan)}`
    case 'parent':
      return `a step before it does: ${nameVertex(cause.vertex, plan)}`
    case 'new':
      return 'no build with this key has been seen'
    case 'forced':
      return `${cause.option} asks for it`
    case 'resolved':
      return 'it has no inputs: the builder does it in every build, at no cost'
    case 'error':
      return cause.message
  }
}

function tellInstruction(before: string, after: string): string {
  const change = instructionChange(before, after)
  const words = instructionWords[change]
  // Marked, it would be two texts that look the same.
  return change === 'line endings' || change === 'white space'
    ? words
    : `${words}: ${describeDifference(before, after)}`
}

const instructionWords: Readonly<Record<InstructionChange, string>> = {
  text: 'the instruction changed',
  'line endings': 'only line endings changed in the instruction',
  'white space': 'only white space changed in the instruction',
  place: 'it comes after another step',
  order: 'its variables have another order',
  user: 'it has another user',
  shell: 'it has another shell',
  directory: 'it has another directory',
  surroundings: 'the lines around it changed',
}

/** A stage re-runs, or ends with another step than before; an image or a named context is another one. */
function tellSource(vertex: string, plan: Plan): string {
  const step = stepOfVertex(plan, vertex)
  return step !== undefined && step.status !== 'cached'
    ? 'what it takes files from re-runs'
    : 'what it takes files from is another one now'
}

function tellContent({ files, total }: Extract<Cause, { kind: 'content' }>): string {
  const [file] = files
  if (file === undefined || total > 1) return `${total} of the files that it reads changed`
  return tellFileChange(file)
}

function tellArgument({ name, before, after }: Extract<Cause, { kind: 'argument' }>, plan: Plan): string {
  const variable = nameVariable(name, plan)
  if (before === null) return after === null ? `${variable} changed` : `${variable} is set, to "${after}"`
  if (after === null) return `${variable} is no longer set; it was "${before}"`
  return `${variable} went from "${before}" to "${after}"`
}

function tellBase({ ref, before, after }: Extract<Cause, { kind: 'base' }>): string {
  if (before === null || after === null) return `the base image ${ref} is another one now`
  return `the base image ${ref} moved from ${shortDigest(before)} to ${shortDigest(after)}`
}

/** `sha256:` and the twelve digits by which people recognise an image. */
function shortDigest(digest: string): string {
  return digest.replace(/^(sha256:)?([0-9a-f]{12})[0-9a-f]+$/, '$2')
}

function nameVertex(vertex: string, plan: Plan): string {
  const step = stepOfVertex(plan, vertex)
  return step === undefined ? vertex : nameStep(step)
}
