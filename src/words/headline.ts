import type { Plan, PlanStep } from '../cache/plan.ts'
import type { Edit } from '../session/edit.ts'
import { countOf } from '../text/format-count.ts'
import { describeEdit, describeEditPath } from './describe-edit.ts'
import { type MarkName, markOf } from './mark.ts'
import { nameStep } from './name-step.ts'
import { shortCause, stopReason } from './short-cause.ts'

export type Headline = {
  readonly mark: MarkName
  /** The file it is about; empty when the plan itself is told. */
  readonly path: string
  readonly text: string
}

/**
 * The one line that answers "what did my last save do?": the newest edit's verdict, or, before the first edit, what a
 * build would do now.
 */
export function headline(plan: Plan, newest: Edit | null): Headline {
  if (newest === null) return tellPlan(plan)
  const { mark, text } = describeEdit(newest, plan)
  const standing = newest.verdict.kind === 'calm' ? standingReruns(plan) : ''
  return { mark, path: describeEditPath(newest), text: text + standing }
}

/** How many steps run and how many may: `4 of 9 steps re-run`, `all 9 steps are cached`. */
export function countReruns(plan: Plan): string {
  const { cached, rebuilt, depends, fails } = plan.summary
  const total = countOf(plan.steps.length, 'step')
  if (plan.steps.length === cached) return plan.steps.length === 1 ? '1 step, cached' : `all ${total} cached`
  const parts = [`${rebuilt} of ${total} ${verbFor(plan, rebuilt)}`]
  if (depends > 0) parts.push(`${depends} may`)
  if (fails > 0) parts.push(`a build fails`)
  return parts.join(', ')
}

function tellPlan(plan: Plan): Headline {
  const failing = plan.steps.find((step) => step.status === 'fails' && stopReason(step) !== null)
  if (failing !== undefined)
    return { mark: 'fails', path: '', text: `a build stops at ${nameStep(failing)}: ${shortCause(failing, plan)}` }
  if (plan.steps.some(({ status }) => status === 'checking'))
    return { mark: 'checking', path: '', text: 'checking: files are being hashed' }
  const { rebuilt, depends } = plan.summary
  if (rebuilt + depends === 0) return { mark: 'cached', path: '', text: countReruns(plan) }
  if (plan.baseline.kind === 'none') return { mark: 'busted', path: '', text: `cold cache: ${countReruns(plan)}` }
  const first = firstOwn(plan)
  if (first === undefined) return { mark: rebuilt > 0 ? 'inherited' : 'depends', path: '', text: countReruns(plan) }
  const cause = shortCause(first, plan)
  return {
    mark: 'busted',
    path: '',
    text: `${countReruns(plan)}, from ${nameStep(first)}${cause === '' ? '' : `: ${cause}`}`,
  }
}

function firstOwn(plan: Plan): PlanStep | undefined {
  return plan.steps.find((step) => markOf(step) === 'busted')
}

/** A calm save does not hide what earlier saves left to do. */
function standingReruns(plan: Plan): string {
  return plan.summary.rebuilt + plan.summary.depends === 0 ? '' : ` (as before, ${countReruns(plan)})`
}

/** With an empty cache steps run; they do not run again. */
function verbFor(plan: Plan, count: number): string {
  const verb = plan.baseline.kind === 'none' ? 'run' : 're-run'
  return count === 1 ? `${verb}s` : verb
}
