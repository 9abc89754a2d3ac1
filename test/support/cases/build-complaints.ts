import { comparableBuilds, stepsOf, treesWith } from '../../../src/cache/causes/build-history.ts'
import { pairSteps } from '../../../src/cache/causes/cause-pairing.ts'
import { causesBetween } from '../../../src/cache/causes/causes.ts'
import { comparedStep } from '../../../src/cache/causes/compared-step.ts'
import type { BuildRules } from '../../../src/cache/model/build-options.ts'
import type { BuilderState } from '../../../src/cache/model/builder-state.ts'
import { type Before, complaints } from './check-causes.ts'
import type { Prediction } from './predict-build.ts'

/** Everything that is wrong with the causes of a predicted build's steps; `builder` is the state before the build. */
export function buildComplaints(
  { plan, facts, after }: Prediction,
  builder: BuilderState,
  rules: BuildRules,
): readonly string[] {
  if (plan === null) return []
  const past = comparableBuilds(builder.pastBuilds, rules.builder, plan.dockerfile)
  const { keys } = builder
  const pairing = pairSteps(stepsOf(past), facts, new Set(plan.stages.map(({ name }) => name)))
  // A build that stopped may have left nothing to look back on.
  const explained = after.pastBuilds.find(({ steps }) => steps.some((step) => facts.includes(step)))
  const trees = explained?.trees ?? new Map()
  const before: Before = (id) => {
    const comparison = { step: facts.find((step) => step.id === id)!, pairing, past, keys, trees, facts, ignore: null }
    const was = comparedStep(comparison, (other) => causesBetween(other, comparison))
    return was === undefined ? null : { facts: was, trees: treesWith(past, was) }
  }
  return plan.steps.flatMap((step) =>
    complaints(step, { plan, facts, trees }, before).map(
      (wrong) => `${step.vertex} ${wrong}: ${JSON.stringify(step.causes)}`,
    ),
  )
}
