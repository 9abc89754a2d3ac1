import type { Plan, PlanStep } from '../cache/model/plan.ts'
import type { Edit } from '../session/edits/edit.ts'
import { countOf } from '../text/format-count.ts'
import { shortCause, stopReason } from './cause-label.ts'
import { describeEdit, describeEditPath } from './describe-edit.ts'
import { type MarkName, markOf } from './mark.ts'
import { nameStep, placeOf } from './name-step.ts'

export type Headline = {
  readonly mark: MarkName
  /** The file it is about; empty when the plan itself is told. */
  readonly path: string
  readonly text: string
  /** The same in few words. */
  readonly short: string
}

/**
 * The one line that answers "what did my last save do?": the newest edit's verdict, or, before the first edit, what a
 * build would do now.
 */
export function headline(plan: Plan, newest: Edit | null): Headline {
  if (newest === null) {
    const { mark, text } = tellPlan(plan)
    return { mark, path: '', text, short: text }
  }
  const { mark, text, short } = describeEdit(newest, plan)
  const standing = newest.verdict.kind === 'unaffected' ? whatStands(plan) : { text: '', short: '' }
  return { mark, path: describeEditPath(newest), text: text + standing.text, short: short + standing.short }
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

function tellPlan(plan: Plan): { readonly mark: MarkName; readonly text: string } {
  const failing = failingStep(plan)
  if (failing !== undefined)
    return { mark: 'fails', text: `a build stops at ${nameStep(failing)}: ${shortCause(failing, plan)}` }
  if (plan.steps.some(({ status }) => status === 'checking'))
    return { mark: 'checking', text: 'checking: files are being hashed' }
  const { rebuilt, depends } = plan.summary
  if (rebuilt + depends === 0) return { mark: 'cached', text: countReruns(plan) }
  if (plan.baseline.kind === 'none') return { mark: 'busted', text: `cold cache: ${countReruns(plan)}` }
  const first = firstOwn(plan)
  if (first === undefined) return { mark: rebuilt > 0 ? 'inherited' : 'depends', text: countReruns(plan) }
  const cause = shortCause(first, plan)
  return {
    mark: 'busted',
    text: `${countReruns(plan)}, from ${nameStep(first)}${cause === '' ? '' : `: ${cause}`}`,
  }
}

function firstOwn(plan: Plan): PlanStep | undefined {
  return plan.steps.find((step) => markOf(step) === 'busted')
}

function failingStep(plan: Plan): PlanStep | undefined {
  return plan.steps.find((step) => step.status === 'fails' && stopReason(step) !== null)
}

/** A calm save does not hide what earlier saves left to do, or broke. */
function whatStands(plan: Plan): { readonly text: string; readonly short: string } {
  const failing = failingStep(plan)
  if (failing !== undefined)
    return { text: ` (a build still stops at ${placeOf(failing)})`, short: ` · ${placeOf(failing)} still fails` }
  const reruns = plan.summary.rebuilt + plan.summary.depends
  if (reruns === 0) return { text: '', short: '' }
  return { text: ` (as before, ${countReruns(plan)})`, short: ` · still ${reruns} of ${plan.steps.length}` }
}

/** With an empty cache steps run; they do not run again. */
function verbFor(plan: Plan, count: number): string {
  const verb = plan.baseline.kind === 'none' ? 'run' : 're-run'
  return count === 1 ? `${verb}s` : verb
}
