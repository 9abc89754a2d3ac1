import type { DirectoryEntry } from '../../context/tree/entry.ts'
import { isAbsolutePath, isAtOrBelow } from '../../dockerfile/values/container-path.ts'
import { comparableBuilds, pastAfter, stepsOf } from '../causes/build-history.ts'
import { pairSteps } from '../causes/cause-pairing.ts'
import type { ClassicGraph } from '../model/build-graph.ts'
import type { BuilderState } from '../model/builder-state.ts'
import type { StepStatus } from '../model/plan/plan.ts'
import type { PrintedStatus, PrintedStep, Simulation, SimulationInput } from '../model/simulation.ts'
import { explainOutcomes } from './classic-causes.ts'
import { classicPlan } from './classic-plan.ts'
import { countedContext } from './context/counted-context.ts'
import { sentContext } from './context/sent-context.ts'
import { unhashedSources } from './context/unhashed-sources.ts'
import { unreadableEntry } from './context/unreadable-entry.ts'
import { factsOfOutcomes } from './facts-of-outcome.ts'
import type { StepOutcome } from './model/step-outcome.ts'
import { walkBuild } from './walk-build.ts'

/**
 * Predicts one build of the classic builder. The builder state changes only if the whole build can be predicted; while
 * files are not hashed, the state stays as it was.
 */
export function simulateClassic(input: SimulationInput<ClassicGraph>, builder: BuilderState): Simulation {
  const { build } = input.graph
  const state = builder.classic
  const number = builder.builds + 1
  const context = uploadedContext(input, number)
  const refusal = input.context === null ? null : unreadableEntry(input.context)
  const { outcomes, store, bases } = walkBuild({ build, context, state, number, refusal })
  const facts = factsOfOutcomes(outcomes)
  const past = comparableBuilds(builder.pastBuilds, 'legacy', input.shown.dockerfile)
  const trees = context === null ? new Map() : new Map([['', countedContext(context)]])
  const made = [...facts.values()]
  const pairing = pairSteps(stepsOf(past), made, new Set(input.graph.stages.map(({ name }) => name)))
  const given = { pairing, past, trees, ignore: input.ignore, factsOf: facts, noCache: build.options.noCache }
  const explained = explainOutcomes(outcomes, given)
  const unhashed = context === null ? [] : unhashedSources(context, outcomes)
  const reached = new Set([...facts].flatMap(([{ status }, step]) => (status === 'fails' ? [] : [step])))
  const plan = classicPlan(input, explained, context)
  return {
    plan,
    after:
      unhashed.length > 0
        ? builder
        : {
            ...builder,
            builds: number,
            classic: { children: store.children(), bases },
            pastBuilds: pastAfter(
              builder.pastBuilds,
              { steps: made, trees, rules: plan.rules, dockerfile: input.shown.dockerfile },
              { pairing, reached },
            ),
          },
    facts: made,
    unhashed: unhashed.map((path) => ({ context: null, path })),
    printed: outcomes.flatMap(printedStep),
  }
}

function uploadedContext(
  { context, ignore, shown }: SimulationInput<ClassicGraph>,
  build: number,
): DirectoryEntry | null {
  if (context === null) return null
  const dockerfileOutside = isAbsolutePath(shown.dockerfile)
    ? !isAtOrBelow(shown.dockerfile, shown.context)
    : shown.dockerfile.startsWith('../')
  return sentContext({ snapshot: context, ignore, dockerfileOutside, build })
}

function printedStep({ step, status, error, triggers, image }: StepOutcome): PrintedStep[] {
  // Steps after the one that stops the build are not reached.
  if (status === 'fails' && error === null) return []
  const key = image?.id ?? ''
  if (step.role !== 'from') return [{ name: step.name, kind: 'step', status: printedStatus(status), key }]
  // The engine prints a cached trigger below its FROM.
  const hit = triggers.some((trigger) => trigger.status === 'cached')
  return [{ name: step.name, kind: 'from', status: hit ? 'CACHED' : 'RAN', key }]
}

function printedStatus(status: StepStatus): PrintedStatus {
  switch (status) {
    case 'cached':
      return 'CACHED'
    case 'rebuilt':
    case 'fails':
      return 'RAN'
    case 'depends':
    case 'checking':
      return 'DEPENDS'
  }
}
