import type { Cause } from '../model/plan.ts'
import type { StepFacts } from '../model/step-facts.ts'

/** The lines around it that count in a step's key and have no step of their own (USER, SHELL), where they are not what they were. */
export const changedSettings = (before: StepFacts, after: StepFacts): readonly string[] =>
  changedRelations(before, after).filter((relation) => relation !== directory)

/** A text with what stands around the step: `RUN make (as node)`. */
export function withSettings(text: string, { stageSettings }: StepFacts, relations: readonly string[]): string {
  const explained = stageSettings.filter(([relation]) => relations.includes(relation)).map((pair) => pair.join(' '))
  return explained.length === 0 ? text : `${text} (${explained.join(', ')})`
}

/**
 * The directory that it runs in or starts its paths from. WORKDIR is a step of its own, which has told that already where it
 * re-runs; so this is a cause only where nothing before the step does.
 */
export function directoryCauses(before: StepFacts, after: StepFacts): readonly Cause[] {
  if (!changedRelations(before, after).includes(directory)) return []
  const explained = (step: StepFacts) => withSettings(after.text, step, [directory])
  return [{ kind: 'instruction', before: explained(before), after: explained(after) }]
}

const directory = 'in'

function changedRelations(before: StepFacts, after: StepFacts): readonly string[] {
  const [old, now] = [new Map(before.stageSettings), new Map(after.stageSettings)]
  return [...new Set([...old.keys(), ...now.keys()])].filter((relation) => old.get(relation) !== now.get(relation))
}
