import { findById } from '../model/by-id.ts'
import type { Cause } from '../model/plan.ts'
import type { InputFacts, StepFacts } from '../model/step-facts.ts'
import { changedSettings, directoryCauses, withSettings } from './cause-around.ts'
import type { Pairing } from './cause-pairing.ts'
import { changedValues } from './cause-variables.ts'
import { wordsOf } from './cause-words.ts'

/**
 * The instruction itself, where what counts of it differs: its words, what the lines around it make of it, or the variables
 * that its words name. Another spelling that comes to the same is no cause, nor is the new name of a stage that is still the
 * same one.
 */
export function instructionCauses(before: StepFacts, after: StepFacts, pairing: Pairing): readonly Cause[] {
  const stageSettings = changedSettings(before, after)
  if (before.resolvedText === after.resolvedText && stageSettings.length === 0) return []
  const same = before.kind === after.kind && before.operation === after.operation && sameSources(before, after, pairing)
  // Nothing is known of a FROM but its reference.
  if (same && after.kind !== 'from') return []
  const values = changedValues(before.named ?? [], after.named ?? [])
  if (wordsOf(before) !== wordsOf(after))
    return [rewritten([before, before.text], [after, after.text], stageSettings), ...values.filter(isChanged)]
  if (stageSettings.length > 0) return [rewritten([before, after.text], [after, after.text], stageSettings), ...values]
  if (values.length > 0 || directoryCauses(before, after).length > 0) return values
  // The text stands as it stood, and is read in another way: another escape character, another front end.
  return [{ kind: 'instruction', before: before.resolvedText, after: after.resolvedText }]
}

type Written = readonly [step: StepFacts, text: string]

const rewritten = ([before, old]: Written, [after, now]: Written, stageSettings: readonly string[]): Cause => ({
  kind: 'instruction',
  before: withSettings(old, before, stageSettings),
  after: withSettings(now, after, stageSettings),
})

/** What one of two texts does not name is told by the texts. */
const isChanged = (cause: Cause): boolean => cause.kind === 'argument' && cause.before !== null && cause.after !== null

const sameSources = (before: StepFacts, after: StepFacts, pairing: Pairing): boolean =>
  before.inputs.length === after.inputs.length &&
  after.inputs.every((input, index) => isSameSource(before.inputs[index]!, input, pairing))

/** A stage stays the same source while its steps change; another place of a context is none while it holds the same. */
function isSameSource(old: InputFacts, now: InputFacts, { stages }: Pairing): boolean {
  if (old.kind === 'context' && now.kind === 'context') {
    if (old.name !== now.name) return false
    return sameSelectors(old, now) || (now.digest !== null && old.digest === now.digest)
  }
  if (old.kind === 'stage' && now.kind === 'stage') {
    if (old.step === null || now.step === null) return old.step === now.step
    const stage = stageOf(now.step)
    return stageOf(old.step) === (stages.get(stage) ?? stage) && sameSelectors(old, now)
  }
  if (old.kind !== 'external' || now.kind !== 'external') return false
  return old.source === now.source && old.content === now.content
}

type Selected = Extract<InputFacts, { kind: 'context' | 'stage' }>

const sameSelectors = (old: Selected, now: Selected): boolean =>
  JSON.stringify(old.selectors) === JSON.stringify(now.selectors)

/** The stage of a step's id; of an image that is only copied from, the image itself. */
const stageOf = (id: string): string => (id.startsWith('image ') ? id : id.slice(0, id.indexOf('/')))

/**
 * For a step of which nothing differs and which starts from a step that is cached: it starts from another one than before,
 * because one between them was taken out, put in or moved; or a stage it takes files from ends with another one.
 */
export function placeCauses(
  step: StepFacts,
  { steps }: { readonly steps: ReadonlyMap<StepFacts, StepFacts> },
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
  const [before, after] = whereTheyDiffer(stepsBelow(was, then), stepsBelow(step, now))
  if (before !== after) {
    const explained = (start: string) => `${step.text} (after ${start === '' ? 'nothing' : start})`
    return [{ kind: 'instruction', before: explained(before), after: explained(after) }]
  }
  return step.inputs.flatMap((input, index): Cause[] => {
    const old = was.inputs[index]
    if (input.kind !== 'stage' || old?.kind !== 'stage') return []
    if (input.key === old.key && continues(input.step, old.step)) return []
    const end = now(input.step)
    return end === undefined ? [] : [{ kind: 'input', vertex: end.vertex }]
  })
}

/** What a step starts from and what that starts from, as spelled, the nearest first. */
function stepsBelow(step: StepFacts, find: (id: string | null) => StepFacts | undefined): readonly StepFacts[] {
  const found: StepFacts[] = []
  for (let below = find(step.parent); below !== undefined; below = find(below.parent)) found.push(below)
  return found
}

/** The starts of two lists, as spelled, up to the first place where they differ. */
function whereTheyDiffer(before: readonly StepFacts[], after: readonly StepFacts[]): readonly [string, string] {
  const length = Math.max(before.length, after.length)
  const at = Array.from({ length }, (_, index) => index).findIndex(
    (index) => before[index]?.resolvedText !== after[index]?.resolvedText && !isSameStep(before[index], after[index]),
  )
  const end = at < 0 ? 0 : at + 1
  const explained = (steps: readonly StepFacts[]) => steps.slice(0, end).map(({ resolvedText }) => resolvedText)
  return [explained(before).join(', after '), explained(after).join(', after ')]
}

/** Another spelling of what comes to the same. */
const isSameStep = (old: StepFacts | undefined, step: StepFacts | undefined): boolean =>
  old !== undefined && old.kind === step?.kind && old.operation !== '' && old.operation === step.operation
