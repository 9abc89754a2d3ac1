import type { Plan, PlanStep } from '../cache/model/plan.ts'

/** The step that a cause points at; undefined where the plan does not hold it (an image or context as input). */
export function stepOfVertex(plan: Plan, vertex: string): PlanStep | undefined {
  let steps = known.get(plan)
  if (steps === undefined) {
    steps = new Map(plan.steps.toReversed().map((step) => [step.vertex, step]))
    known.set(plan, steps)
  }
  return steps.get(vertex)
}

const known = new WeakMap<Plan, ReadonlyMap<string, PlanStep>>()

/** Where a step stands, as a person would say it: `line 12`; triggers of a base image have no line in this file. */
export function placeOf(step: PlanStep): string {
  return step.line > 0 ? `line ${step.line}` : `ONBUILD ${step.instruction}`
}

/** `line 12`, or the vertex itself where this plan has no such step. */
export function placeOfVertex(plan: Plan, vertex: string): string {
  const step = stepOfVertex(plan, vertex)
  return step === undefined ? vertex : placeOf(step)
}

/**
 * The instruction on one line: what follows the first line (heredocs) is left out with an ellipsis, and the indentation
 * of continued lines shrinks to a blank.
 */
export function firstLine(text: string): string {
  const end = text.indexOf('\n')
  const line = (end < 0 ? text : text.slice(0, end)).replace(/\s+/g, ' ')
  return end < 0 ? line : `${line} …`
}

/** `COPY src/ ./src/ (line 12)`. */
export function nameStep(step: PlanStep): string {
  return `${firstLine(step.text)} (${placeOf(step)})`
}

/** `lines 3 and 7`, `line 12`, `lines 3, 5 and 2 more`. */
export function placesOf(steps: readonly PlanStep[]): string {
  const [only] = steps
  if (only === undefined) return ''
  if (steps.length === 1) return placeOf(only)
  const places = steps.map((step) => (step.line > 0 ? String(step.line) : placeOf(step)))
  const shown = places.length > 3 ? places.slice(0, 2) : places.slice(0, -1)
  const rest = places.length > 3 ? `${places.length - 2} more` : places.at(-1)
  return `lines ${shown.join(', ')} and ${rest}`
}
