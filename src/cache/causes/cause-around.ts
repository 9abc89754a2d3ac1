import type { Cause } from '../model/plan.ts'
import type { StepFacts } from '../model/step-facts.ts'

/** The lines around it that count in a step's key and have no step of their own (USER, SHELL), where they are not what they were. */
export const changedAround = (before: StepFacts, after: StepFacts): readonly string[] =>
  changedRelations(before, after).filter((relation) => relation !== directory)

/** A text with what stands around the step: `RUN make (as node)`. */
export function withAround(text: string, { around }: StepFacts, relations: readonly string[]): string {
  const told = around.filter(([relation]) => relations.includes(relation)).map((pair) => pair.join(' '))
  return told.length === 0 ? text : `${text} (${told.join(', ')})`
}

/**
 * The directory that it runs in or starts its paths from. WORKDIR is a step of its own, which has told that already where it
 * re-runs; so this is a cause only where nothing before the step does.
 */
export function directoryCauses(before: StepFacts, after: StepFacts): readonly Cause[] {
  if (!changedRelations(before, after).includes(directory)) return []
  const told = (step: StepFacts) => withAround(after.text, step, [directory])
  return [{ kind: 'instruction', before: told(before), after: told(after) }]
}

const directory = 'in'

function changedRelations(before: StepFacts, after: StepFacts): readonly string[] {
  const [old, now] = [new Map(before.around), new Map(after.around)]
  return [...new Set([...old.keys(), ...now.keys()])].filter((relation) => old.get(relation) !== now.get(relation))
}
