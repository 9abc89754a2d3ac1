import type { Plan, PlanStep } from '../cache/model/plan.ts'
import type { Edit, NoRebuildReason } from '../session/edits/edit.ts'
import { countOf } from '../text/format-count.ts'
import type { MarkName } from './mark.ts'
import { nameStep, placesOf } from './name-step.ts'

export type EditWords = {
  readonly mark: MarkName
  /** For a line that has room: `busts COPY src/ ./src/ (line 12): 4 of 9 steps re-run`. */
  readonly text: string
  /** For a row in a list: `busts line 12 · 4 of 9`. */
  readonly short: string
}

/** The verdict of one edit in words; `plan` names the steps (any plan that still holds them). */
export function describeEdit(edit: Edit, plan: Plan): EditWords {
  const { verdict } = edit
  switch (verdict.kind) {
    case 'busts':
      return describeBust(verdict, plan)
    case 'unaffected':
      return describeCalm(verdict.reason, verdict.detail)
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
  const { mark, verb, outcome } = impactOf(steps)
  const more = verdict.steps.length - 1
  const first = steps[0] === undefined ? countOf(verdict.steps.length, 'step') : nameStep(steps[0])
  const named = steps[0] !== undefined && more > 0 ? `${first} and ${more} more` : first
  const places = steps.length === verdict.steps.length ? placesOf(steps) : countOf(verdict.steps.length, 'step')
  return {
    mark,
    text: `${verb} ${named}: ${outcome ?? `${verdict.rerun} of ${verdict.of} steps re-run`}`,
    short: `${verb} ${places} · ${verdict.rerun} of ${verdict.of}`,
  }
}

function impactOf(steps: readonly PlanStep[]): { mark: MarkName; verb: string; outcome: string | null } {
  if (steps.some(({ status }) => status === 'fails'))
    return { mark: 'fails', verb: 'breaks', outcome: 'a build stops there' }
  if (steps.length > 0 && steps.every(({ status }) => status === 'depends'))
    return { mark: 'depends', verb: 'may bust', outcome: null }
  return { mark: 'busted', verb: 'busts', outcome: null }
}

function describeCalm(reason: NoRebuildReason, detail: string): EditWords {
  const words = noRebuildWords[reason]
  const by = reason === 'ignored' && detail !== '' ? ` by ${detail}` : ''
  const rest = reason !== 'ignored' && detail !== '' ? `, ${detail}` : ''
  return {
    mark: 'cached',
    text: `nothing re-runs: ${words.long}${by}${rest}`,
    short: `nothing: ${words.short}${detail === '' ? '' : `, ${detail}`}`,
  }
}

const noRebuildWords: Readonly<Record<NoRebuildReason, { readonly long: string; readonly short: string }>> = {
  ignored: { long: 'ignored', short: 'ignored' },
  'same bytes': { long: 'same bytes as before', short: 'same bytes' },
  'not copied': { long: 'no step copies it', short: 'no step copies it' },
  'as built': { long: 'as it was built before', short: 'as built before' },
  'comment only': { long: 'only comments or spacing changed', short: 'comments or spacing only' },
  'same keys': { long: 'no step is keyed by what changed', short: 'no step is keyed by it' },
  'same files': { long: 'every step still reads the same files', short: 'steps read the same files' },
  'unseen by the builder': { long: 'the builder does not look at this change', short: 'the builder does not see it' },
  'metadata only': { long: 'only metadata of the image changed', short: 'metadata only' },
  fixed: { long: 'it can be built now', short: 'it can be built now' },
}
