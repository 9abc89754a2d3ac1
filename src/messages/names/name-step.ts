import { findById } from '../../cache/model/graph/by-id.ts'
import type { Plan, PlanStep } from '../../cache/model/plan/plan.ts'
import type { Pointer } from '../../cache/model/plan/pointer.ts'

/** The step that a pointer leads to; undefined: it leads to a source, or the plan does not have the step. */
export function stepAt(plan: Plan, pointer: Pointer): PlanStep | undefined {
  return pointer.kind === 'step' ? findById(plan.steps, pointer.id) : undefined
}

/** The name that BuildKit prints for what a pointer leads to: `[builder 3/7] COPY . .`. JSON has it as `vertex`. */
export function vertexOf(plan: Plan, pointer: Pointer): string {
  switch (pointer.kind) {
    case 'step':
      return stepAt(plan, pointer)?.vertex ?? pointer.id
    case 'image':
      return pointer.name
    case 'context':
      return `[context ${pointer.name}]`
    case 'remote':
      return pointer.source
  }
}

/** Where a step stands, as a person would say it: `line 12`; triggers of a base image have no line in this file. */
export function placeOf(step: PlanStep): string {
  return step.line > 0 ? `line ${step.line}` : `ONBUILD ${step.instruction}`
}

/** `line 12`; for a source its name. */
export function placeOfPointer(plan: Plan, pointer: Pointer): string {
  const step = stepAt(plan, pointer)
  return step === undefined ? nameSource(plan, pointer) : placeOf(step)
}

/** `line 12 COPY src/ ./src/`; for a source its name. */
export function namePointer(plan: Plan, pointer: Pointer): string {
  const step = stepAt(plan, pointer)
  return step === undefined ? nameSource(plan, pointer) : nameStep(step)
}

function nameSource(plan: Plan, pointer: Pointer): string {
  switch (pointer.kind) {
    case 'step':
      return vertexOf(plan, pointer)
    case 'image':
      return pointer.reference
    case 'context':
      return `context ${pointer.name}`
    case 'remote':
      return pointer.source
  }
}

/**
 * The instruction on one line. An ellipsis stands for the lines after the first one (heredocs), and the indentation of
 * continued lines shrinks to a blank.
 */
export function firstLine(text: string): string {
  const end = text.indexOf('\n')
  const line = (end < 0 ? text : text.slice(0, end)).replace(/\s+/g, ' ')
  return end < 0 ? line : `${line} …`
}

/** `line 12 COPY src/ ./src/`; a trigger has its own text. */
export function nameStep(step: PlanStep): string {
  const text = firstLine(step.text)
  return step.line > 0 ? `line ${step.line} ${text}` : `${text} (ONBUILD)`
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
