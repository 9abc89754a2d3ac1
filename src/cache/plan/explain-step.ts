import { buildWith, stepsOf } from '../causes/build-history.ts'
import { directoryCauses } from '../causes/cause-around.ts'
import { firstCauses } from '../causes/cause-first.ts'
import { instructionCauses, placeCauses } from '../causes/cause-instruction.ts'
import { rulesCauses } from '../causes/cause-rules.ts'
import { causesOf } from '../causes/causes.ts'
import type { PlacedStep } from '../model/build-graph.ts'
import { findById } from '../model/by-id.ts'
import type { Cause, PlanStep, StepStatus } from '../model/plan.ts'
import type { StepFacts } from '../model/step-facts.ts'
import { keyedParent, type Vertex } from '../model/vertex.ts'
import { isChanging, mayTurnOut } from './changing-vertex.ts'
import { type ExplainContext, outcomeOf } from './explain-context.ts'

/**
 * Why a step does not stay cached: its own reasons where it has any, else the one it inherits. `explained` are the steps
 * before it, by their vertex's name.
 */
export function tellCauses(
  step: PlacedStep,
  status: StepStatus,
  explained: ReadonlyMap<string, PlanStep>,
  given: ExplainContext,
): readonly Cause[] {
  switch (status) {
    case 'cached':
    case 'checking':
      return []
    case 'fails':
      return [failure(step, given)]
    case 'depends':
      // What a failed build may have stored depends on nothing but that.
      return firstCauses(
        () => otherSource(step, given),
        () => dependence(step, explained, given),
        () => reasons(step, explained, given),
      )
    case 'rebuilt':
      return reasons(step, explained, given)
  }
}

function failure(step: PlacedStep, { solution }: ExplainContext): Cause {
  const { error } = outcomeOf(step, solution)
  return { kind: 'error', message: error ?? 'not reached: the build stops at another step' }
}

function reasons(step: PlacedStep, explained: ReadonlyMap<string, PlanStep>, given: ExplainContext): readonly Cause[] {
  const outcome = outcomeOf(step, given.solution)
  if (outcome.status === 'cached' && step.vertex.kind === 'workdir') return [{ kind: 'resolved' }]
  const option = outcome.ignoreCache ? forcedBy(step, given) : null
  if (option !== null) return [{ kind: 'forced', option }]
  return firstCauses(
    () => ownCauses(step, given),
    () => inherited(step, explained, given),
    () => otherDirectory(step, given),
    () => placeCauses(factsOf(step, given), given.pairing, { before: stepsOf(given.past), after: given.facts }),
    () => otherRules(step, given),
    // Nothing differs from the last build, and yet the result is not in the cache.
    () => [{ kind: 'new' }],
  )
}

/** The option that asks for it, or for an equal step of another stage, which is the same to the builder. */
const forcedBy = ({ vertex, forcedBy: option }: PlacedStep, { steps }: ExplainContext): string | null =>
  option ??
  steps.find((other) => other.vertex.identity === vertex.identity && other.forcedBy !== null)?.forcedBy ??
  null

function ownCauses(step: PlacedStep, given: ExplainContext): readonly Cause[] {
  return causesOf({ ...given, step: factsOf(step, given), keys: given.builder.keys })
}

function otherDirectory(step: PlacedStep, given: ExplainContext): readonly Cause[] {
  const facts = factsOf(step, given)
  const was = given.pairing.steps.get(facts)
  return was === undefined ? [] : directoryCauses(was, facts)
}

/** Of a step that comes to something else although nothing of it was changed. */
function otherRules(step: PlacedStep, given: ExplainContext): readonly Cause[] {
  const facts = factsOf(step, given)
  const was = given.pairing.steps.get(facts)
  const build = was === undefined ? undefined : buildWith(given.past, was)
  return build === undefined ? [] : rulesCauses(build.rules, given.rules)
}

const factsOf = ({ id }: PlacedStep, { facts }: ExplainContext): StepFacts => findById(facts, id)!

/** What it starts from, else what it copies or mounts from. */
function inherited(
  step: PlacedStep,
  explained: ReadonlyMap<string, PlanStep>,
  given: ExplainContext,
): readonly Cause[] {
  return firstCauses(
    () => fromParent(step, explained, given),
    () => fromSources(step, (vertex) => isChanging(vertex, given), given),
  )
}

/** The same work upon another stage or image, because the instruction names another one. */
function otherSource(step: PlacedStep, given: ExplainContext): readonly Cause[] {
  const facts = factsOf(step, given)
  const was = given.pairing.steps.get(facts)
  return was?.operation === facts.operation ? instructionCauses(was, facts, given.pairing) : []
}

/** Everything that decides about a step that is open: what it starts from, and all that it copies or mounts from. */
function dependence(
  step: PlacedStep,
  explained: ReadonlyMap<string, PlanStep>,
  given: ExplainContext,
): readonly Cause[] {
  return [...fromParent(step, explained, given), ...fromSources(step, (vertex) => mayTurnOut(vertex, given), given)]
}

function fromParent(
  { vertex }: PlacedStep,
  explained: ReadonlyMap<string, PlanStep>,
  given: ExplainContext,
): readonly Cause[] {
  const parent = keyedParent(vertex)
  if (parent === null || !isChanging(parent, given)) return []
  // A base image that no build had before is no step that re-runs.
  if (parent.kind === 'image' && explained.get(nameOf(parent, given))?.status === 'cached') return []
  return [{ kind: 'parent', vertex: whereItBegins(parent, explained, given) }]
}

function fromSources(
  { vertex }: PlacedStep,
  counts: (source: Vertex) => boolean,
  given: ExplainContext,
): readonly Cause[] {
  const work = vertex.kind === 'merge' ? vertex.copy : vertex
  const sources = 'inputs' in work ? work.inputs : []
  const names = sources.flatMap(({ source, own }) =>
    !own && source.kind === 'vertex' && source.vertex !== null && counts(source.vertex)
      ? [nameOf(source.vertex, given)]
      : [],
  )
  return [...new Set(names)].map((name) => ({ kind: 'input', vertex: name }))
}

/** Follows inherited causes to the step where the re-running begins: one with another cause than what it starts from. */
function whereItBegins(vertex: Vertex, explained: ReadonlyMap<string, PlanStep>, given: ExplainContext): string {
  const name = nameOf(vertex, given)
  const [cause, ...others] = explained.get(name)?.causes ?? []
  return cause?.kind === 'parent' && others.length === 0 ? cause.vertex : name
}

function nameOf(vertex: Vertex, { solution }: ExplainContext): string {
  if (vertex.kind === 'local') return `[context ${vertex.contextName}]`
  if (vertex.kind === 'remote') return vertex.source
  return solution.order.names.get(vertex.identity) ?? (vertex.kind === 'image' ? vertex.reference : vertex.name)
}
