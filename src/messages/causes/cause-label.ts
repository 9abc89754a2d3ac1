import type { Cause, Plan, PlanStep } from '../../cache/model/plan/plan.ts'
import { countOf, formatCount } from '../../text/format-count.ts'
import { type ChangeName, changeName } from '../names/describe-instruction.ts'
import { placeOfPointer, placesOf, stepAt } from '../names/name-step.ts'
import { nameRule, nameVariable } from '../names/name-variable.ts'
import { describeFileChange } from './describe-file-change.ts'

/**
 * Why a step does not simply stay cached, in the few words that fit beside it in a list: `src/a.ts`,
 * `mode 644→755 run.sh`, `from line 12`, `ARG VERSION`. Empty for a cached step. A cause of its own goes first.
 */
export function causeLabel(step: PlanStep, plan: Plan): string {
  switch (step.status) {
    case 'cached':
      return ''
    case 'checking':
      return 'checking'
    case 'depends':
      return dependence(step, plan)
    case 'fails':
      return stopReason(step) ?? 'not reached'
    case 'rebuilt':
      return labelCauses(step.causes, plan)
  }
}

function labelCauses(causes: readonly Cause[], plan: Plan): string {
  const [first, ...others] = ownCausesFirst(causes)
  if (first === undefined) return ''
  const steps = causes.flatMap((cause) => (isInherited(cause) ? (stepAt(plan, cause.from) ?? []) : []))
  if (isInherited(first) && steps.length > 1) return `from ${placesOf(steps)}`
  const own = others.filter((cause) => !isInherited(cause)).length
  return own > 0 ? `${labelCause(first, plan)}, +${own} more` : labelCause(first, plan)
}

type Inherited = Extract<Cause, { kind: 'parent' | 'input' }>

/** Whether a cause is that another step, or a source, re-runs or changed. */
export function isInherited(cause: Cause): cause is Inherited {
  return cause.kind === 'parent' || cause.kind === 'input'
}

/** The causes that begin at the step itself, then the inherited ones; each in its given order. */
export function ownCausesFirst(causes: readonly Cause[]): readonly Cause[] {
  return [...causes.filter((cause) => !isInherited(cause)), ...causes.filter(isInherited)]
}

function labelCause(cause: Cause, plan: Plan): string {
  switch (cause.kind) {
    case 'content':
      return labelContent(cause)
    case 'instruction':
      return changeLabels[changeName(cause)]
    case 'argument':
      return nameVariable(cause.name, plan)
    case 'rule':
      return nameRule(cause.rule)
    case 'base':
      return 'base image moved'
    case 'input':
    case 'parent':
      return `from ${placeOfPointer(plan, cause.from)}`
    case 'new':
      return 'not built yet'
    case 'forced':
      return cause.option
    case 'resolved':
      return 'in every build, at no cost'
    case 'error':
      return cause.message
    case 'not-reached':
      return 'not reached'
  }
}

const changeLabels: Readonly<Record<ChangeName, string>> = {
  text: 'instruction changed',
  'line endings': 'only line endings changed',
  'white space': 'only white space changed',
  place: 'after another step',
  order: 'order of variables',
  user: 'another user',
  owner: 'another owner',
  shell: 'another shell',
  directory: 'another directory',
  surroundings: 'lines before it changed',
}

/** The first file and how many more. A mode change stands before its path, since the path alone would mislead. */
function labelContent({ files, total }: Extract<Cause, { kind: 'content' }>): string {
  const [file] = files
  if (file === undefined) return countOf(total, 'file')
  const path = file.path === '' ? './' : file.path
  const words = file.change === 'mode' ? `${describeFileChange(file)} ${path}` : `${path} ${describeFileChange(file)}`
  return total > 1 ? `${words}, +${formatCount(total - 1)} more` : words
}

function dependence(step: PlanStep, plan: Plan): string {
  const source = step.causes.find(isInherited)
  // A build that stopped may have stored it, or an equal result may be known by another path.
  if (source === undefined)
    return step.causes.some(({ kind }) => kind === 'new') ? 'unless it was stored' : labelCauses(step.causes, plan)
  const from = stepAt(plan, source.from)
  return from === undefined || from.line === 0 ? 'if its input changes' : `if line ${from.line} changes it`
}

/** Why a build stops at this step; null: it stops at another step. */
export function stopReason(step: PlanStep): string | null {
  return step.causes.find((cause) => cause.kind === 'error')?.message ?? null
}
