import type { Cause, Plan, PlanStep } from '../cache/model/plan.ts'
import { countOf, formatCount } from '../text/format-count.ts'
import { describeFileChange } from './describe-file-change.ts'
import { type InstructionChange, instructionChange } from './instruction-change.ts'
import { placeOfVertex, placesOf, stepOfVertex } from './name-step.ts'
import { nameVariable } from './name-variable.ts'

/**
 * Why a step does not simply stay cached, in the few words that fit beside it in a list: `src/a.ts`,
 * `mode 644→755 run.sh`, `from line 12`, `ARG VERSION`. Empty for a cached step. A cause of its own goes first.
 */
export function shortCause(step: PlanStep, plan: Plan): string {
  switch (step.status) {
    case 'cached':
      return ''
    case 'checking':
      return 'checking'
    case 'depends':
      return dependence(step, plan)
    case 'fails':
      return shortFailure(step)
    case 'rebuilt':
      return wordCauses(step.causes, plan)
  }
}

function wordCauses(causes: readonly Cause[], plan: Plan): string {
  const [first, ...others] = ownCausesFirst(causes)
  if (first === undefined) return ''
  const steps = causes.flatMap((cause) => ('vertex' in cause ? (stepOfVertex(plan, cause.vertex) ?? []) : []))
  if (isInherited(first) && steps.length > 1) return `from ${placesOf(steps)}`
  const own = others.filter((cause) => !isInherited(cause)).length
  return own > 0 ? `${wordCause(first, plan)}, +${own} more` : wordCause(first, plan)
}

/** Whether the step only re-runs because another one does. */
export function isInherited(cause: Cause): boolean {
  return cause.kind === 'parent' || cause.kind === 'input'
}

/** The causes that begin at the step itself, then the inherited ones; each in its given order. */
export function ownCausesFirst(causes: readonly Cause[]): readonly Cause[] {
  return [...causes.filter((cause) => !isInherited(cause)), ...causes.filter(isInherited)]
}

function wordCause(cause: Cause, plan: Plan): string {
  switch (cause.kind) {
    case 'content':
      return shortContent(cause)
    case 'instruction':
      return instructionWords[instructionChange(cause.before, cause.after)]
    case 'argument':
      return nameVariable(cause.name, plan)
    case 'base':
      return 'base image moved'
    case 'input':
    case 'parent':
      return `from ${placeOfVertex(plan, cause.vertex)}`
    case 'new':
      return 'never built'
    case 'forced':
      return cause.option
    case 'resolved':
      return 'in every build, costs nothing'
    case 'error':
      return cause.message
  }
}

const instructionWords: Readonly<Record<InstructionChange, string>> = {
  text: 'instruction changed',
  'line endings': 'only line endings changed',
  'white space': 'only white space changed',
  place: 'after another step',
  order: 'order of variables',
  user: 'another user',
  shell: 'another shell',
  directory: 'another directory',
  surroundings: 'other lines around it',
}

/** The first file (a mode change says so before the path, since the path alone would mislead) and how many more. */
function shortContent({ files, total }: Extract<Cause, { kind: 'content' }>): string {
  const [file] = files
  if (file === undefined) return countOf(total, 'file')
  const path = file.path === '' ? './' : file.path
  const words = file.change === 'mode' ? `${describeFileChange(file)} ${path}` : `${path} ${describeFileChange(file)}`
  return total > 1 ? `${words}, +${formatCount(total - 1)} more` : words
}

function dependence(step: PlanStep, plan: Plan): string {
  const source = step.causes.find(isInherited)
  // A build that stopped half-way may have stored it, or its content may be known by another path.
  if (source === undefined)
    return step.causes.some(({ kind }) => kind === 'new') ? 'unless it was stored' : wordCauses(step.causes, plan)
  const vertex = 'vertex' in source ? stepOfVertex(plan, source.vertex) : undefined
  return vertex === undefined || vertex.line === 0 ? 'if its input changes' : `if line ${vertex.line}'s output changes`
}

function shortFailure(step: PlanStep): string {
  return stopReason(step) ?? 'not reached'
}

/** Why a build stops at this step; null where it stops at another one, and never comes here. */
export function stopReason(step: PlanStep): string | null {
  const error = step.causes.find((cause) => cause.kind === 'error')
  return error === undefined || error.message.startsWith('not reached') ? null : error.message
}
