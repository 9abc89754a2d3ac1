import type { PastBuild } from '../model/builder-state.ts'
import { findById } from '../model/graph/by-id.ts'
import type { Cause } from '../model/plan/plan.ts'
import type { InputFacts, StepFacts } from '../model/plan/step-facts.ts'
import { wordsOf } from './cause-alignment.ts'
import type { Pairing } from './cause-pairing.ts'
import { changedSettings, directoryCauses } from './cause-settings.ts'
import { changedValues } from './cause-variables.ts'

/** The builds that are compared: this one, by its steps, and those before it. */
export type Builds = {
  readonly pairing: Pairing
  readonly past: readonly PastBuild[]
  readonly facts: readonly StepFacts[]
}

/**
 * The causes in the instruction itself, if a part that counts differs: its words, the settings that earlier lines make,
 * or the variables that it uses. Another way of writing the same operation is not a cause, and neither is a new name of
 * a stage that it copies from.
 */
export function instructionCauses(before: StepFacts, after: StepFacts, builds: Builds): readonly Cause[] {
  const settings = changedSettings(before, after)
  if (before.resolvedText === after.resolvedText && settings === null) return []
  const same = before.kind === after.kind && before.operation === after.operation && sameSources(before, after, builds)
  // A FROM is known only by its reference.
  if (same && after.kind !== 'from') return []
  const values = changedValues(before.variablesUsed ?? [], after.variablesUsed ?? [])
  const text = { kind: 'instruction', change: 'text' } as const
  if (wordsOf(before) !== wordsOf(after)) {
    const rewritten = { ...text, before: before.text, after: after.text, ...(settings !== null && { settings }) }
    return [rewritten, ...values.filter(isChanged)]
  }
  if (settings !== null) return [{ kind: 'instruction', change: 'settings', text: after.text, ...settings }, ...values]
  if (values.length > 0 || directoryCauses(before, after).length > 0) return values
  // The text is the same and is read in another way: by another escape character or another front end.
  return [{ ...text, before: before.resolvedText, after: after.resolvedText }]
}

/** A variable that only one of two texts names is shown by the texts. */
const isChanged = (cause: Cause): boolean => cause.kind === 'argument' && cause.before !== null && cause.after !== null

const sameSources = (before: StepFacts, after: StepFacts, builds: Builds): boolean =>
  before.inputs.length === after.inputs.length &&
  after.inputs.every((input, index) => isSameSource(before.inputs[index]!, input, builds))

/**
 * A stage stays the same source while its steps change. Another place in a context is the same source if its content is
 * equal.
 */
function isSameSource(old: InputFacts, now: InputFacts, builds: Builds): boolean {
  if (old.kind === 'context' && now.kind === 'context') {
    if (old.name !== now.name) return false
    return sameSelectors(old, now) || (now.digest !== null && old.digest === now.digest)
  }
  if (old.kind === 'stage' && now.kind === 'stage') {
    if (old.step === null || now.step === null) return old.step === now.step
    return isSameStage(old.step, now.step, builds) && sameSelectors(old, now)
  }
  if (old.kind !== 'external' || now.kind !== 'external') return false
  return old.source === now.source && old.content === now.content
}

/**
 * Whether two steps, by id, end the same stage. Images that are only copied from belong to no stage and keep their id.
 */
function isSameStage(old: string, now: string, { pairing, past, facts }: Builds): boolean {
  const after = findById(facts, now)
  const before = past.map(({ steps }) => findById(steps, old)).find((step) => step !== undefined)
  if (after === undefined || before === undefined || after.stage === '') return old === now
  return before.stage === (pairing.stages.get(after.stage) ?? after.stage)
}

type Selected = Extract<InputFacts, { kind: 'context' | 'stage' }>

const sameSelectors = (old: Selected, now: Selected): boolean =>
  JSON.stringify(old.selectors) === JSON.stringify(now.selectors)

/**
 * The place of a step that did not change itself and starts from a step that is cached: another step comes before it
 * now, because one was taken out, put in or moved; or a stage that it takes files from ends with another step.
 */
export function placeCauses(
  step: StepFacts,
  { steps }: Pairing,
  builds: { readonly before: readonly StepFacts[]; readonly after: readonly StepFacts[] },
): readonly Cause[] {
  const was = steps.get(step)
  if (was === undefined || was.resolvedText !== step.resolvedText) return []
  const then = (id: string | null) => findById(builds.before, id)
  const now = (id: string | null) => findById(builds.after, id)
  const continues = (id: string | null, old: string | null): boolean => {
    const [current, former] = [now(id), then(old)]
    if (current === undefined || former === undefined) return current === former
    return steps.get(current) === former
  }
  const below = differenceOf(stepsBelow(was, then), stepsBelow(step, now))
  if (below !== null) return [{ kind: 'instruction', change: 'place', text: step.text, ...below }]
  return step.inputs.flatMap((input, index): Cause[] => {
    const old = was.inputs[index]
    if (input.kind !== 'stage' || old?.kind !== 'stage') return []
    if (input.key === old.key && continues(input.step, old.step)) return []
    const end = now(input.step)
    return end === undefined ? [] : [{ kind: 'input', from: pointerTo(end) }]
  })
}

const pointerTo = ({ id, stage, base, vertex }: StepFacts): Extract<Cause, { kind: 'input' }>['from'] =>
  stage === '' ? { kind: 'image', reference: base?.ref ?? vertex, name: vertex } : { kind: 'step', id }

/** The step's parent, that parent's parent, and so on, the nearest first. */
function stepsBelow(step: StepFacts, find: (id: string | null) => StepFacts | undefined): readonly StepFacts[] {
  const found: StepFacts[] = []
  for (let below = find(step.parent); below !== undefined; below = find(below.parent)) found.push(below)
  return found
}

type StepsDifference = { readonly before: readonly string[]; readonly after: readonly string[] }

/** The texts of two lists up to and with the first pair that differs; null: the texts are the same. */
function differenceOf(before: readonly StepFacts[], after: readonly StepFacts[]): StepsDifference | null {
  const length = Math.max(before.length, after.length)
  const at = Array.from({ length }, (_, index) => index).findIndex(
    (index) => before[index]?.resolvedText !== after[index]?.resolvedText && !isSameStep(before[index], after[index]),
  )
  if (at < 0) return null
  const texts = (steps: readonly StepFacts[]) => steps.slice(0, at + 1).map(({ resolvedText }) => resolvedText)
  return { before: texts(before), after: texts(after) }
}

/** The same operation, written in another way. */
const isSameStep = (old: StepFacts | undefined, step: StepFacts | undefined): boolean =>
  old !== undefined && old.kind === step?.kind && old.operation !== '' && old.operation === step.operation
