import type { Plan, PlanStep } from '../cache/model/plan.ts'
import { isInherited, ownCausesFirst, stopReason } from './cause-label.ts'
import { describeFileChange } from './describe-file-change.ts'
import { tellCause } from './explain-cause.ts'
import { nameStep } from './name-step.ts'

/** Everything there is to say of a step, in the order in which a reader wants it. */
export type StepExplanation = {
  /** One sentence. */
  readonly why: string
  readonly files: readonly { readonly text: string; readonly change: string }[]
  /** Later steps that re-run, or may, because this one does. */
  readonly falls: readonly string[]
  /** The whole instruction, line by line. */
  readonly instruction: readonly string[]
  /** How the builder sees it: layer or not, and what its key is made of. */
  readonly keyedBy: string
}

/** Explains one step of a plan: why its status is what it is, which files, what falls with it. */
export function explainStep(step: PlanStep, plan: Plan): StepExplanation {
  return {
    why: tellWhy(step, plan),
    files: changedFiles(step),
    // Of a plan with thousands of open steps these are millions of names: found for those who read them.
    get falls() {
      return stepsFallingWith(step, plan).map(
        (fallen) => nameStep(fallen) + (fallen.status === 'depends' ? ', if the output changes' : ''),
      )
    },
    instruction: step.text.split('\n'),
    keyedBy: `${step.layer ? 'Makes a layer' : 'Makes no layer'}; keyed by ${step.keyedBy}.`,
  }
}

function tellWhy(step: PlanStep, plan: Plan): string {
  const note = step.note === undefined ? '' : ` ${endSentence(step.note)}`
  const shared = step.sharedWith === undefined ? '' : ` The same step as ${step.sharedWith}: it is done once.`
  return `${endSentence(tellStatus(step, plan))}${note}${shared}`
}

function tellStatus(step: PlanStep, plan: Plan): string {
  switch (step.status) {
    case 'cached':
      return 'Cached: its key is known'
    case 'checking':
      return 'Checking: files that it reads are not hashed yet'
    case 'depends':
      return step.note === undefined ? `Open until a build runs: ${tellCauses(step, plan)}` : 'Open until a build runs'
    case 'fails': {
      const error = stopReason(step)
      return error === null ? 'Not reached: the build stops at another step' : `A build stops here: ${error}`
    }
    case 'rebuilt': {
      if (step.causes.length === 1 && step.causes[0]!.kind === 'new')
        return plan.baseline.kind === 'none' ? 'Runs: the cache is empty' : 'Runs: no build with this key has been seen'
      return `Re-runs because ${tellCauses(step, plan)}`
    }
  }
}

/** All causes of the step's own, or what it inherits where it has none. */
function tellCauses(step: PlanStep, plan: Plan): string {
  const own = step.causes.filter((cause) => !isInherited(cause))
  const told = own.length > 0 ? own : ownCausesFirst(step.causes)
  return told.length === 0 ? 'of a step before it' : told.map((cause) => tellCause(cause, plan)).join('; and ')
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
 * Steps that inherit from this one, directly or through others, in Dockerfile order. Equal steps of other stages are the
 * same work, which is done once: they do not fall with it.
 */
export function stepsFallingWith(step: PlanStep, plan: Plan): readonly PlanStep[] {
  const heirs = heirsOf(plan)
  const fallen = new Set([step.vertex])
  for (const vertex of fallen) for (const heir of heirs.get(vertex) ?? []) fallen.add(heir)
  if (fallen.size === 1) return []
  return plan.steps.filter((other) => other.vertex !== step.vertex && fallen.has(other.vertex))
}

const known = new WeakMap<Plan, ReadonlyMap<string, readonly string[]>>()

/** By vertex: the vertices whose causes name it. Worked out once for a plan. */
function heirsOf(plan: Plan): ReadonlyMap<string, readonly string[]> {
  const worked = known.get(plan)
  if (worked !== undefined) return worked
  const heirs = new Map<string, string[]>()
  for (const { vertex, causes } of plan.steps) {
    for (const cause of causes) {
      if (!('vertex' in cause)) continue
      const others = heirs.get(cause.vertex)
      if (others === undefined) heirs.set(cause.vertex, [vertex])
      else others.push(vertex)
    }
  }
  known.set(plan, heirs)
  return heirs
}

function endSentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`
}
