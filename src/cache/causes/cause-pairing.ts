import { findById } from '../model/graph/by-id.ts'
import type { StepFacts } from '../model/plan/step-facts.ts'
import { alignSteps, likeness } from './cause-alignment.ts'

/** Which earlier step each step continues, and which stage each stage was. */
export type Pairing = {
  readonly steps: ReadonlyMap<StepFacts, StepFacts>
  /** Stage names, now → then. */
  readonly stages: ReadonlyMap<string, string>
}

/**
 * Finds every step of a build among those of earlier ones, through edits of the Dockerfile: instructions put in, taken
 * out or moved around, stages renamed or moved. A step that is not in the result is a new one. `written`: the names of
 * all stages of the Dockerfile, also of those that this build leaves out.
 */
export function pairSteps(
  before: readonly StepFacts[],
  after: readonly StepFacts[],
  written: ReadonlySet<string>,
): Pairing {
  const [old, now] = [byStage(before), byStage(after)]
  const stages = pairStages(old, now, written)
  const steps = new Map<StepFacts, StepFacts>()
  for (const [stage, wasStage] of stages) {
    const pairs =
      stage === sourceImages
        ? sameIds(old.get(wasStage)!, now.get(stage)!)
        : alignSteps(old.get(wasStage)!, now.get(stage)!)
    for (const [was, step] of pairs) steps.set(step, was)
  }
  return { steps, stages }
}

type Stages = ReadonlyMap<string, readonly StepFacts[]>

/** Images that steps only copy from belong to no stage. */
const sourceImages = ''

function byStage(steps: readonly StepFacts[]): Stages {
  const stages = new Map<string, StepFacts[]>()
  for (const step of steps) {
    const same = stages.get(step.stage)
    if (same === undefined) stages.set(step.stage, [step])
    else same.push(step)
  }
  return stages
}

/**
 * Pairs stages: first by name; then stages with other names by the most steps in common; then unnamed ones, which go by
 * number, in order. A named stage that is still in the file is only paired with itself, because the other build had
 * another target. A stage that is no longer in the file was renamed if another stage resembles it.
 */
function pairStages(old: Stages, now: Stages, written: ReadonlySet<string>): ReadonlyMap<string, string> {
  const pairs = new Map<string, string>()
  const open = { old: new Set(old.keys()), now: new Set(now.keys()) }
  const pair = (stage: string, was: string): void => {
    pairs.set(stage, was)
    open.now.delete(stage)
    open.old.delete(was)
  }
  for (const stage of now.keys()) if (open.old.has(stage) && !isNumbered(stage)) pair(stage, stage)
  const alike = [...(open.now.size * open.old.size > mostStagePairs ? [] : open.now)]
    .flatMap((stage) => [...open.old].map((was) => ({ stage, was, score: likeness(old.get(was)!, now.get(stage)!) })))
    .filter(({ was, score }) => score > (written.has(was) ? (isNumbered(was) ? 0.5 : 1) : 0))
    .sort((a, b) => b.score - a.score || Number(b.stage === b.was) - Number(a.stage === a.was))
  for (const { stage, was } of alike) if (open.now.has(stage) && open.old.has(was)) pair(stage, was)
  for (const stage of open.now) if (open.old.has(stage)) pair(stage, stage)
  for (const stage of open.now) {
    const was = [...open.old].find(isNumbered)
    if (was !== undefined && isNumbered(stage)) pair(stage, was)
  }
  return pairs
}

/** Stages that lost their names are looked for among so many pairs at most. */
const mostStagePairs = 10_000

const isNumbered = (stage: string): boolean => /^stage-\d+$/.test(stage)

function sameIds(before: readonly StepFacts[], after: readonly StepFacts[]): [StepFacts, StepFacts][] {
  return after.flatMap((step): [StepFacts, StepFacts][] => {
    const was = findById(before, step.id)
    return was === undefined ? [] : [[was, step]]
  })
}
