import { causesBetween } from '../causes/causes.ts'
import { findById } from '../model/by-id.ts'
import type { Cause } from '../model/plan.ts'
import type { StepFacts } from '../model/step-facts.ts'
import type { ExplainContext } from './explain-context.ts'

/**
 * For a step that is what it was, above steps that are cached, and yet new: one of those went back to something that was
 * built once, but never with this step on it. null: it is new by itself.
 */
export function unseenNote(
  step: StepFacts,
  causes: readonly Cause[],
  given: Pick<ExplainContext, 'facts' | 'pairing' | 'past' | 'trees'>,
): string | null {
  if (causes.length !== 1 || causes[0]!.kind !== 'new' || !given.pairing.steps.has(step)) return null
  const find = (id: string | null) => findById(given.facts, id)
  for (let below = find(step.parent); below !== undefined; below = find(below.parent)) {
    const was = given.pairing.steps.get(below)
    if (was === undefined || causesBetween(was, { ...given, step: below }).length > 0)
      return `It was never built on what ${below.vertex} is now, although that is cached.`
  }
  return null
}
