import { memoizeEach } from '../../memo/memoize.ts'
import type { PastBuild } from '../model/builder-state.ts'
import type { StepFacts } from '../model/plan/step-facts.ts'
import { buildWith } from './build-history.ts'

/**
 * Two forms of a step without the variables and settings that may come from their base images, for a base that changed
 * while the image of one side is not known. A setting of an unknown image cannot be named as a difference; the changed
 * base is the cause.
 */
export function withoutUnknownBase(
  before: StepFacts,
  after: StepFacts,
  builds: { readonly past: readonly PastBuild[]; readonly facts: readonly StepFacts[] },
): { readonly before: StepFacts; readonly after: StepFacts } {
  const build = buildWith(builds.past, before)
  const [old, now] = [build === undefined ? null : baseOf(build.steps, before), baseOf(builds.facts, after)]
  if (old === null || now === null || (old.ref === now.ref && old.identity === now.identity)) return { before, after }
  return {
    before: now.identity === null ? onlyAsIn(after, before) : before,
    after: old.identity === null ? onlyAsIn(before, after) : after,
  }
}

/** Keeps the variables and settings of a step that its form on the unknown base has too. */
function onlyAsIn(unknown: StepFacts, step: StepFacts): StepFacts {
  const has = (pairs: Pairs | null | undefined) => {
    const names = new Set((pairs ?? []).map(([name]) => name))
    return ([name]: readonly [string, string]): boolean => names.has(name)
  }
  // A front end gives PATH a value where the image is not known.
  const path = (unknown.environment ?? []).find(([name]) => name === 'PATH')
  return {
    ...step,
    stageSettings: step.stageSettings.filter(has(unknown.stageSettings)),
    environment:
      step.environment?.filter(has(unknown.environment)).map((pair) => (pair[0] === 'PATH' ? (path ?? pair) : pair)) ??
      null,
    ...(step.variablesUsed && { variablesUsed: step.variablesUsed.filter(has(unknown.variablesUsed)) }),
  }
}

type Pairs = readonly (readonly [name: string, value: string])[]

const baseOf = (steps: readonly StepFacts[], { id }: StepFacts): StepFacts['base'] => bases(steps).get(id) ?? null

/** By the id of a step: the image that its stage starts from, also through other stages. */
const bases = memoizeEach((steps: readonly StepFacts[]): ReadonlyMap<string, NonNullable<StepFacts['base']>> => {
  const found = new Map<string, NonNullable<StepFacts['base']>>()
  for (const { id, base, parent } of steps) {
    const known = base ?? (parent === null ? undefined : found.get(parent))
    if (known !== undefined) found.set(id, known)
  }
  return found
})
