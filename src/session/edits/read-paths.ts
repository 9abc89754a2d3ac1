import type { ContextTrees } from '../../cache/causes/cause-content.ts'
import type { StepFacts } from '../../cache/model/plan/step-facts.ts'
import { contentChanges } from '../../context/checksum/content-changes.ts'

/** The steps that read a path, for paths that differ between two snapshots. */
export type Readers = (context: string, path: string) => readonly string[]

/** Finds, for every path at which the contexts differ, the steps that read it (by `PlanStep.id`). */
export function readersOf(steps: readonly StepFacts[], before: ContextTrees, after: ContextTrees): Readers {
  const readers = new Map<string, string[]>()
  const note = (context: string, path: string, step: string) => {
    const key = `${context}\0${path}`
    const known = readers.get(key)
    if (known === undefined) readers.set(key, [step])
    else if (!known.includes(step)) known.push(step)
  }
  for (const step of steps) {
    for (const input of step.inputs) {
      if (input.kind !== 'context') continue
      const context = input.name ?? ''
      const [old, now] = [before.get(context), after.get(context)]
      if (old === undefined || now === undefined || old === now) continue
      const { selectors } = input
      const { files } = contentChanges({ tree: old, selectors }, { tree: now, selectors }, Number.POSITIVE_INFINITY)
      for (const { path, from } of files) {
        note(context, path, step.id)
        if (from !== undefined) note(context, from, step.id)
      }
    }
  }
  return (context, path) => readers.get(`${context}\0${path}`) ?? []
}
