import type { Plan, PlanStep } from '../cache/model/plan/plan.ts'
import type { Edit, NoRebuildReason } from '../session/edit.ts'
import { countOf } from '../text/format-count.ts'
import { stopReason } from './causes/cause-label.ts'
import { countSteps } from './names/count-steps.ts'
import type { MarkName } from './names/mark.ts'
import { nameStep, placeOf, placesOf } from './names/name-step.ts'

export type EditWords = {
  readonly mark: MarkName
  /** For a line that has room: `busts line 12 COPY src/ ./src/ · 3 re-run, 7 may`. */
  readonly text: string
  /** For a row in a list: `busts line 12 · 3 re-run, 7 may`. */
  readonly short: string
}

/** The verdict of one edit in words; `plan` names the steps (any plan that still holds them). */
export function describeEdit(edit: Edit, plan: Plan): EditWords {
  const { verdict } = edit
  switch (verdict.kind) {
    case 'busts':
      return describeBust(verdict, plan)
    case 'unaffected':
      return describeUnaffected(verdict.reason, verdict.detail)
    case 'broken': {
      const { problem } = verdict
      const place = problem.line > 0 ? `line ${problem.line}: ` : ''
      return { mark: 'fails', text: `${place}${problem.message}`, short: `${place}${problem.message}` }
    }
  }
}

/** The path of an edit as shown; a burst says for how many files it stands. */
export function describeEditPath(edit: Edit): string {
  if (edit.count === 1) return edit.path
  const directory = edit.path === '' || edit.path === '.' ? '' : `${edit.path.replace(/\/$/, '')}/ `
  return directory === '' ? countOf(edit.count, 'file') : `${directory}(${countOf(edit.count, 'file')})`
}

function describeBust(verdict: Extract<Edit['verdict'], { kind: 'busts' }>, plan: Plan): EditWords {
  const steps = verdict.steps.flatMap((id) => plan.steps.find((step) => step.id === id) ?? [])
  const failing = steps.find(({ status }) => status === 'fails')
  if (failing !== undefined) return describeBreak(failing)
  const isOpen = steps.length > 0 && steps.every(({ status }) => status === 'depends')
  const verb = isOpen ? 'may bust' : 'busts'
  const count = countSteps(verdict)
  return {
    mark: isOpen ? 'depends' : 'busted',
    text: `${verb} ${nameBusted(steps, verdict.steps.length)} · ${count}`,
    short: `${verb} ${placesBusted(steps, verdict.steps.length)} · ${count}`,
  }
}

/** `line 12 COPY src/ ./src/ and 2 more`; steps that the plan no longer holds are only counted. */
function nameBusted(steps: readonly PlanStep[], total: number): string {
  const [first] = steps
  if (first === undefined) return countOf(total, 'step')
  return total === 1 ? nameStep(first) : `${nameStep(first)} and ${total - 1} more`
}

/** `lines 3 and 12`; of many `11 lines from line 4`. */
function placesBusted(steps: readonly PlanStep[], total: number): string {
  if (steps.length !== total) return countOf(total, 'step')
  const [first] = steps
  return first !== undefined && total > 3 ? `${total} lines from ${placeOf(first)}` : placesOf(steps)
}

function describeBreak(step: PlanStep): EditWords {
  const why = stopReason(step)
  const place = placeOf(step)
  return why === null
    ? { mark: 'fails', text: `${nameStep(step)}: the build fails`, short: `${place}: the build fails` }
    : { mark: 'fails', text: `${nameStep(step)}: ${why}: the build fails`, short: `${place}: ${why}` }
}

function describeUnaffected(reason: NoRebuildReason, detail: string): EditWords {
  const { long, short } = reasonWords[reason]
  const rest = detail === '' ? '' : reason === 'ignored' ? ` by ${detail}` : `, ${detail}`
  return { mark: 'cached', text: `${long}${rest}`, short: `${short ?? long}${detail === '' ? '' : `, ${detail}`}` }
}

/** `short`, for a row in a list, is given where it differs. */
const reasonWords: Readonly<Record<NoRebuildReason, { readonly long: string; readonly short?: string }>> = {
  ignored: { long: 'nothing re-runs: ignored', short: 'nothing: ignored' },
  'same bytes': { long: 'nothing re-runs: same bytes as before', short: 'nothing: same bytes' },
  'not copied': { long: 'nothing re-runs: no step copies it', short: 'nothing: no step copies it' },
  'as built': { long: 'nothing new: back to what was built', short: 'nothing new' },
  'comment only': {
    long: 'nothing re-runs: only comments or spacing changed',
    short: 'nothing: comments or spacing only',
  },
  'same keys': { long: 'nothing re-runs: no step depends on what changed', short: 'nothing: no step depends on it' },
  'same files': { long: 'nothing re-runs: every step still reads the same files', short: 'nothing: same files' },
  'unseen by the builder': {
    long: 'nothing re-runs: builds do not look at this',
    short: 'nothing: builds do not look at this',
  },
  'metadata only': {
    long: 'nothing re-runs: only image settings changed',
    short: 'nothing: image settings only',
  },
  fixed: { long: 'fixed: it builds again' },
}
