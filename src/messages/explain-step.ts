import type { Plan, PlanStep } from '../cache/model/plan/plan.ts'
import { memoizeEach } from '../memo/memoize.ts'
import { isEmptyBaseline } from '../session/baselines/baseline-table.ts'
import { causeLabel, isInherited, ownCausesFirst, stopReason } from './causes/cause-label.ts'
import { describeFileChange } from './causes/describe-file-change.ts'
import { explainCause } from './causes/explain-cause.ts'
import { explainKey, explainUncounted } from './explain-key.ts'
import { explainNote } from './explain-note.ts'
import { type MarkName, markOf } from './names/mark.ts'
import { nameStep, placeOf, stepAt } from './names/name-step.ts'

/** Everything there is to say of a step, in the order in which a reader wants it. */
export type StepExplanation = {
  /** One sentence, or a few. */
  readonly why: string
  readonly files: readonly { readonly text: string; readonly change: string }[]
  /** Later steps that re-run, or may, because this one does. */
  readonly falls: readonly { readonly text: string; readonly mark: MarkName }[]
  /** How many of them there are: `2, and 7 may`. Empty for none. */
  readonly fallCount: string
  /** The whole instruction, line by line. */
  readonly instruction: readonly string[]
  /** How the builder sees it: layer or not, what it is cached by, and what does not count. */
  readonly keyedBy: string
}

/** Explains one step of a plan: why its status is what it is, which files, and which steps re-run with it. */
export function explainStep(step: PlanStep, plan: Plan): StepExplanation {
  const uncounted = explainUncounted(step.keyedBy)
  return {
    why: explainWhy(step, plan),
    files: changedFiles(step),
    // A plan with thousands of open steps has millions of these names: they are made for those who read them.
    get falls() {
      return stepsFallingWith(step, plan).map((fallen) => ({
        text: nameStep(fallen) + (fallen.status === 'depends' ? `, ${causeLabel(fallen, plan)}` : ''),
        mark: markOf(fallen),
      }))
    },
    get fallCount() {
      const falls = stepsFallingWith(step, plan)
      const may = falls.filter(({ status }) => status === 'depends').length
      return countFalls(falls.length - may, may)
    },
    instruction: step.text.split('\n'),
    keyedBy: [
      step.layer ? 'Makes a layer.' : 'Makes no layer.',
      `Cached as long as these stay the same: ${explainKey(step.keyedBy)}.`,
      ...(uncounted === null ? [] : [`These do not count: ${uncounted}.`]),
    ].join(' '),
  }
}

function countFalls(certain: number, may: number): string {
  if (may === 0) return certain === 0 ? '' : String(certain)
  return certain === 0 ? `${may} may` : `${certain}, and ${may} may`
}

function explainWhy(step: PlanStep, plan: Plan): string {
  const twin = plan.steps.find(({ id }) => id === step.sharedWith)
  return [
    explainStatus(step, plan),
    ...(step.note === undefined ? [] : [explainNote(step.note, plan)]),
    ...(twin === undefined ? [] : [`Same as ${placeOf(twin)}; runs once.`]),
  ]
    .filter((sentence) => sentence !== '')
    .join(' ')
}

function explainStatus(step: PlanStep, plan: Plan): string {
  switch (step.status) {
    case 'cached':
      return 'Cached: nothing that it depends on has changed.'
    case 'checking':
      return 'Checking: files that it reads are not hashed yet.'
    case 'depends':
      if (step.note?.kind === 'depends') return ''
      return step.note === undefined
        ? endSentence(`Known only during the build: ${explainCauses(step, plan)}`)
        : 'Known only during the build.'
    case 'fails': {
      const error = stopReason(step)
      return error === null
        ? 'Not reached: the build stops at another step.'
        : endSentence(`The build stops here: ${error}`)
    }
    case 'rebuilt': {
      if (step.causes.length === 1 && step.causes[0]!.kind === 'new')
        return isEmptyBaseline(plan.baseline) ? 'Runs: the cache is empty.' : 'Runs: not built in this form yet.'
      return endSentence(`Re-runs because ${explainCauses(step, plan)}`)
    }
  }
}

/** All causes of the step's own, or what it inherits where it has none. */
function explainCauses(step: PlanStep, plan: Plan): string {
  const own = step.causes.filter((cause) => !isInherited(cause))
  const causes = own.length > 0 ? own : ownCausesFirst(step.causes)
  return causes.length === 0 ? 'of a step before it' : causes.map((cause) => explainCause(cause, plan)).join('; and ')
}

function changedFiles(step: PlanStep): StepExplanation['files'] {
  return step.causes.flatMap((cause) => {
    if (cause.kind !== 'content') return []
    const files = cause.files.map((file) => ({
      text: file.path === '' ? './' : file.path,
      change: describeFileChange(file),
    }))
    const hidden = cause.total - cause.files.length
    return hidden > 0 ? [...files, { text: `and ${hidden} more`, change: '' }] : files
  })
}

/**
 * Steps that inherit from this one, directly or through others, in Dockerfile order. A step that is the same vertex runs
 * once with this one, so it is not listed; the steps that inherit from it are.
 */
export function stepsFallingWith(step: PlanStep, plan: Plan): readonly PlanStep[] {
  const heirs = heirsOf(plan)
  const own = vertexId(step)
  const fallen = new Set([own])
  for (const vertex of fallen) for (const heir of heirs.get(vertex) ?? []) fallen.add(heir)
  if (fallen.size === 1) return []
  return plan.steps.filter((other) => vertexId(other) !== own && fallen.has(vertexId(other)))
}

/** One id for all steps that are the same vertex: the id of the one that BuildKit prints. */
const vertexId = ({ id, sharedWith }: PlanStep): string => sharedWith ?? id

/** By the id of a vertex: the vertices whose causes point at it. */
const heirsOf = memoizeEach((plan: Plan): ReadonlyMap<string, readonly string[]> => {
  const heirs = new Map<string, string[]>()
  for (const step of plan.steps) {
    for (const cause of step.causes) {
      const from = isInherited(cause) ? stepAt(plan, cause.from) : undefined
      if (from === undefined) continue
      const others = heirs.get(vertexId(from)) ?? []
      others.push(vertexId(step))
      heirs.set(vertexId(from), others)
    }
  }
  return heirs
})

function endSentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`
}
