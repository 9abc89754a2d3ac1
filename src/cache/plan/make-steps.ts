import type { IgnoreRules } from '../../context/ignore/ignore-file.ts'
import type { PlacedStep } from '../model/build-graph.ts'
import { findById } from '../model/graph/by-id.ts'
import type { PlanStep, StepStatus } from '../model/plan/plan.ts'
import type { OutcomeStatus } from '../solver/outcome.ts'
import { type ExplainContext, outcomeOf, stepsOfVertex } from './explain-context.ts'
import { explainStep } from './explain-step.ts'
import { neverBuiltNote } from './find-causes.ts'
import { keyInputsOf } from './key-inputs.ts'
import { ignoredNote, statusNote } from './step-note.ts'

/**
 * The plan's steps, in Dockerfile order.
 *
 * FROM is `cached` unless its base is another one than before: it costs nothing either way, and the engine's own word
 * for it (DONE or CACHED) says whether it had to be looked at. A first WORKDIR on an empty stage has no inputs, so the
 * engine does it in every build that does not load it: that is `rebuilt`, cause `resolved`.
 */
export function planSteps(given: ExplainContext): readonly PlanStep[] {
  const explained = new Map<string, PlanStep>()
  for (const step of given.steps) {
    const status = statusOf(step, given)
    const vertex = given.solution.order.names.get(step.vertex.identity) ?? step.text
    const causes = explainStep(step, status, explained, given)
    const note =
      statusNote(step, status, given) ??
      ignoredNote(causes, ignoreOf(step, given)) ??
      neverBuiltNote(findById(given.facts, step.id)!, causes, given)
    explained.set(step.id, {
      id: step.id,
      vertex,
      stage: step.stage,
      stageIndex: step.stageIndex,
      line: step.line,
      endLine: step.endLine,
      instruction: step.instruction,
      text: step.text,
      layer: step.vertex.kind !== 'image',
      status,
      causes,
      ...(note === null ? {} : { note }),
      keyedBy: keyInputsOf(step),
      ...sharedWith(step, vertex, given.steps),
    })
  }
  return [...explained.values()]
}

/** The step that is the same vertex and that the builder prints instead of this one. */
function sharedWith(
  { vertex }: PlacedStep,
  printed: string,
  steps: readonly PlacedStep[],
): Pick<PlanStep, 'sharedWith'> {
  const nameOf = (other: PlacedStep['vertex']) => ('name' in other ? other.name : printed)
  if (nameOf(vertex) === printed) return {}
  const other = stepsOfVertex(steps, vertex).find((step) => nameOf(step.vertex) === printed)
  return other === undefined ? {} : { sharedWith: other.id }
}

const statusWords: Readonly<Record<OutcomeStatus, StepStatus>> = {
  cached: 'cached',
  rebuilt: 'rebuilt',
  depends: 'depends',
  fails: 'fails',
  blocked: 'fails',
  checking: 'checking',
}

function statusOf(step: PlacedStep, given: ExplainContext): StepStatus {
  const { solution, printed } = given
  const { vertex } = step
  const outcome = outcomeOf(step, solution)
  if (vertex.kind === 'image') return isOtherBase(step, given) ? 'rebuilt' : 'cached'
  if (vertex.kind === 'workdir' && vertex.parent === null && outcome.status === 'cached') {
    const name = solution.order.names.get(vertex.identity)
    return printed.find((line) => line.name === name)?.status === 'RAN' ? 'rebuilt' : 'cached'
  }
  return statusWords[outcome.status]
}

/** Files of named contexts are left out by ignore files of their own. */
function ignoreOf({ id }: PlacedStep, { facts, ignore }: ExplainContext): IgnoreRules | null {
  const { inputs } = findById(facts, id)!
  return inputs.some((input) => input.kind === 'context' && input.name !== null) ? null : ignore
}

/** Nothing built from this base before, although the stage was built from another one. */
function isOtherBase({ id }: PlacedStep, { facts, pairing, builder }: ExplainContext): boolean {
  const now = findById(facts, id)!
  const before = pairing.steps.get(now)
  return before !== undefined && before.key !== now.key && !builder.keys.has(now.key)
}
