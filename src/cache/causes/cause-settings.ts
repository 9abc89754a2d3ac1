import type { Cause } from '../model/plan/plan.ts'
import type { StageSettings, StepFacts } from '../model/plan/step-facts.ts'

/** The relation under which `StepFacts.stageSettings` holds the directory. */
const directory = 'in'

/** Settings that differ between two forms of a step, as each of them has them. */
export type SettingsChange = { readonly before: StageSettings; readonly after: StageSettings }

/**
 * The settings that come from lines without a step of their own (USER, SHELL), where they differ; null: they are equal.
 * The directory is left out: WORKDIR is a step, which re-runs itself and gives the cause.
 */
export const changedSettings = (before: StepFacts, after: StepFacts): SettingsChange | null =>
  settingsChange(before, after, (relation) => relation !== directory)

/**
 * The directory that a step runs in or that its paths start from. It is a cause only if no earlier step re-runs,
 * because WORKDIR is a step by itself.
 */
export function directoryCauses(before: StepFacts, after: StepFacts): readonly Cause[] {
  const change = settingsChange(before, after, (relation) => relation === directory)
  return change === null ? [] : [{ kind: 'instruction', change: 'settings', text: after.text, ...change }]
}

function settingsChange(
  { stageSettings: before }: StepFacts,
  { stageSettings: after }: StepFacts,
  counts: (relation: string) => boolean,
): SettingsChange | null {
  const [old, now] = [new Map(before), new Map(after)]
  const differ = (relation: string): boolean => counts(relation) && old.get(relation) !== now.get(relation)
  if (![...old.keys(), ...now.keys()].some(differ)) return null
  return {
    before: before.filter(([relation]) => differ(relation)),
    after: after.filter(([relation]) => differ(relation)),
  }
}
