import type { Pairing } from './cause-pairing.ts'
import type { Cause } from './plan.ts'
import type { InputFacts, StepFacts } from './step-facts.ts'

/**
 * The instruction itself, where what counts of it differs: what it does, or what it names as its sources. Another spelling
 * that comes to the same is no cause, nor is the new name of a stage that is still the same one.
 */
export function instructionCauses(before: StepFacts, after: StepFacts, pairing: Pairing): readonly Cause[] {
  if (before.spelled === after.spelled) return []
  const same = before.kind === after.kind && before.operation === after.operation && sameSources(before, after, pairing)
  // Nothing is known of a FROM but its reference.
  if (same && after.kind !== 'from') return []
  return [{ kind: 'instruction', before: before.spelled, after: after.spelled }]
}

function sameSources(before: StepFacts, after: StepFacts, pairing: Pairing): boolean {
  const old = before.inputs.map((input) => describeSource(input, stageOf))
  const now = after.inputs.map((input) =>
    describeSource(input, (step) => {
      const stage = stageOf(step)
      return pairing.stages.get(stage) ?? stage
    }),
  )
  return JSON.stringify(old) === JSON.stringify(now)
}

/** A stage stays the same source while its steps change. */
function describeSource(input: InputFacts, stage: (step: string) => string): unknown {
  switch (input.kind) {
    case 'context':
      return ['context', input.name, input.selectors]
    case 'stage':
      return ['stage', input.step === null ? null : stage(input.step), input.selectors]
    case 'external':
      return ['external', input.source]
  }
}

/** The stage of a step's id; of an image that is only copied from, the image itself. */
const stageOf = (id: string): string => (id.startsWith('image ') ? id : id.slice(0, id.indexOf('/')))

/**
 * For a step of which nothing differs and which starts from a step that is cached: it starts from another one than before,
 * because one between them was taken out, put in or moved.
 */
export function placeCauses(
  step: StepFacts,
  { steps }: { readonly steps: ReadonlyMap<StepFacts, StepFacts> },
  builds: { readonly before: readonly StepFacts[]; readonly after: readonly StepFacts[] },
): readonly Cause[] {
  const was = steps.get(step)
  if (was === undefined || was.spelled !== step.spelled) return []
  const oldParent = builds.before.find(({ id }) => id === was.parent)
  const parent = builds.after.find(({ id }) => id === step.parent)
  if (parent !== undefined && steps.get(parent) === oldParent) return []
  if (parent === undefined && oldParent === undefined) return []
  const told = (spelled: string, start: StepFacts | undefined) => `${spelled} (after ${start?.spelled ?? 'nothing'})`
  return [{ kind: 'instruction', before: told(was.spelled, oldParent), after: told(step.spelled, parent) }]
}
