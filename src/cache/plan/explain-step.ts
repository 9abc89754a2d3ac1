import { instructionCauses } from '../causes/cause-instruction.ts'
import { causesOf } from '../causes/causes.ts'
import type { PlacedStep } from '../model/build-graph.ts'
import { findById } from '../model/graph/by-id.ts'
import { keyedParent, type Vertex } from '../model/graph/vertex.ts'
import type { Cause, PlanStep, StepStatus } from '../model/plan/plan.ts'
import type { Pointer } from '../model/plan/pointer.ts'
import type { StepFacts } from '../model/plan/step-facts.ts'
import { type ExplainContext, isChanging, mayChange, outcomeOf, pointerTo, stepsOfVertex } from './explain-context.ts'
import { findCauses } from './find-causes.ts'

/** Why a step of BuildKit does not stay cached. `explained` holds the steps before it, by id. */
export function explainStep(
  step: PlacedStep,
  status: StepStatus,
  explained: ReadonlyMap<string, PlanStep>,
  given: ExplainContext,
): readonly Cause[] {
  const outcome = outcomeOf(step, given.solution)
  const facts = findById(given.facts, step.id)!
  return findCauses(
    {
      status,
      facts,
      error: outcome.error,
      resolved: outcome.status === 'cached' && step.vertex.kind === 'workdir',
      forcedBy: outcome.ignoreCache ? forcedBy(step, given) : null,
      own: () => causesOf({ ...given, step: facts, keys: given.builder.keys }),
      parent: () => fromParent(step, explained, given),
      sources: () => fromSources(step, (vertex) => isChanging(vertex, given), given),
      openSources: () => fromSources(step, (vertex) => mayChange(vertex, given), given),
      otherSource: () => otherSource(facts, given),
      last: () => [],
    },
    given,
  )
}

/** The option that asks for the step, or for a step of another stage that is the same vertex. */
const forcedBy = ({ vertex, forcedBy: option }: PlacedStep, { steps }: ExplainContext): string | null =>
  option ?? stepsOfVertex(steps, vertex).find((other) => other.forcedBy !== null)?.forcedBy ?? null

/** The instruction, where it names another source for the same operation. */
function otherSource(facts: StepFacts, given: ExplainContext): readonly Cause[] {
  const was = given.pairing.steps.get(facts)
  return was?.operation === facts.operation ? instructionCauses(was, facts, given) : []
}

function fromParent(
  { vertex }: PlacedStep,
  explained: ReadonlyMap<string, PlanStep>,
  given: ExplainContext,
): readonly Cause[] {
  const parent = keyedParent(vertex)
  if (parent === null || !isChanging(parent, given)) return []
  const pointer = pointerTo(parent, given)
  // A base image that no build had before is cached, as FROM does no work.
  if (parent.kind === 'image' && stepAt(pointer, explained)?.status === 'cached') return []
  return [{ kind: 'parent', from: whereItBegins(pointer, explained) }]
}

function fromSources(
  { vertex }: PlacedStep,
  counts: (source: Vertex) => boolean,
  given: ExplainContext,
): readonly Cause[] {
  const work = vertex.kind === 'merge' ? vertex.copy : vertex
  const sources = 'inputs' in work ? work.inputs : []
  const changing = sources.flatMap(({ source, isParent: own }) =>
    !own && source.kind === 'vertex' && source.vertex !== null && counts(source.vertex) ? [source.vertex] : [],
  )
  return distinct(changing.map((source) => pointerTo(source, given))).map((from) => ({ kind: 'input', from }))
}

/** Each pointer once. */
export const distinct = (pointers: readonly Pointer[]): readonly Pointer[] => [
  ...new Map(pointers.map((pointer) => [JSON.stringify(pointer), pointer])).values(),
]

/** The step at which the re-running begins: the first one that has another cause than its parent. */
function whereItBegins(pointer: Pointer, explained: ReadonlyMap<string, PlanStep>): Pointer {
  const [cause, ...others] = stepAt(pointer, explained)?.causes ?? []
  return cause?.kind === 'parent' && others.length === 0 ? cause.from : pointer
}

const stepAt = (pointer: Pointer, steps: ReadonlyMap<string, PlanStep>): PlanStep | undefined =>
  pointer.kind === 'step' ? steps.get(pointer.id) : undefined
