import type { Plan, PlanStep } from '../cache/model/plan/plan.ts'
import { isEmptyBaseline } from '../session/baselines/baseline-table.ts'
import type { Edit } from '../session/edit.ts'
import { countOf } from '../text/format-count.ts'
import { causeLabel, stopReason } from './causes/cause-label.ts'
import { describeEdit, describeEditPath } from './describe-edit.ts'
import { countSteps } from './names/count-steps.ts'
import { type MarkName, markOf } from './names/mark.ts'
import { nameStep, placeOf, placesOf } from './names/name-step.ts'

export type Headline = {
  readonly mark: MarkName
  /** The file it is about; empty for the plan itself. */
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
    const { mark, text } = describePlan(plan)
    return { mark, path: '', text, short: text }
  }
  const { mark, text, short } = describeEdit(newest, plan)
  const earlier = newest.verdict.kind === 'unaffected' ? whatEarlierSavesLeft(plan) : ''
  return { mark, path: describeEditPath(newest), text: text + earlier, short: short + earlier }
}

/** How many steps run and how many may: `3 re-run, 7 may`, `all 9 steps cached`. */
export function countReruns(plan: Plan): string {
  const { cached, rebuilt, depends, fails } = plan.summary
  if (plan.steps.length === cached) return cached === 1 ? '1 step, cached' : `all ${countOf(cached, 'step')} cached`
  // With an empty cache steps run; they do not run again.
  const verb = isEmptyBaseline(plan.baseline) ? 'run' : 're-run'
  const count = countSteps({ rerun: rebuilt, may: depends }, verb)
  return fails > 0 ? `${count}, the build fails` : count
}

function describePlan(plan: Plan): { readonly mark: MarkName; readonly text: string } {
  const failing = failingStep(plan)
  if (failing !== undefined)
    return { mark: 'fails', text: `${nameStep(failing)}: ${causeLabel(failing, plan)}: the build fails` }
  if (plan.steps.some(({ status }) => status === 'checking')) return { mark: 'checking', text: 'checking files …' }
  const { rebuilt, depends } = plan.summary
  if (rebuilt + depends === 0) return { mark: 'cached', text: countReruns(plan) }
  if (isEmptyBaseline(plan.baseline)) return { mark: 'busted', text: `empty cache: ${countReruns(plan)}` }
  if (rebuilt === 0) {
    const open = placesOf(plan.steps.filter(({ status }) => status === 'depends'))
    return { mark: 'depends', text: `nothing re-runs for certain · ${depends} may (${open})` }
  }
  const first = plan.steps.find((step) => markOf(step) === 'busted')
  if (first === undefined) return { mark: 'inherited', text: countReruns(plan) }
  const cause = causeLabel(first, plan)
  return {
    mark: 'busted',
    text: `${countReruns(plan)}, from ${nameStep(first)}${cause === '' ? '' : `: ${cause}`}`,
  }
}

function failingStep(plan: Plan): PlanStep | undefined {
  return plan.steps.find((step) => step.status === 'fails' && stopReason(step) !== null)
}

/** A save without effect does not hide what earlier saves busted or broke: ` · still 3 re-run, 7 may`. */
function whatEarlierSavesLeft(plan: Plan): string {
  const failing = failingStep(plan)
  if (failing !== undefined) return ` · ${placeOf(failing)} still fails`
  const { rebuilt, depends } = plan.summary
  return rebuilt + depends === 0 ? '' : ` · still ${countSteps({ rerun: rebuilt, may: depends })}`
}
