import { firstCauses } from '../cause-first.ts'
import { placeCauses } from '../cause-instruction.ts'
import type { Pairing } from '../cause-pairing.ts'
import { type CauseInput, causesOf } from '../causes.ts'
import { stepsOf, treesWith } from '../past-builds.ts'
import type { Cause } from '../plan.ts'
import type { InputFacts, StepFacts } from '../step-facts.ts'
import { changesBehindLinks } from './counted-context.ts'
import type { StepOutcome } from './step-outcome.ts'

export type LegacyTelling = {
  readonly pairing: Pairing
  readonly past: CauseInput['past']
  readonly trees: CauseInput['trees']
  readonly facts: ReadonlyMap<StepOutcome, StepFacts>
  readonly noCache: boolean
}

/** Why a step is not simply cached: its own reasons where it has any, else the one it inherits. */
export function legacyCauses(outcome: StepOutcome, telling: LegacyTelling): readonly Cause[] {
  const { step, status, error } = outcome
  const facts = telling.facts.get(outcome)!
  switch (status) {
    case 'cached':
    case 'checking':
      return []
    case 'fails':
      return [{ kind: 'error', message: error ?? 'not reached: the build stops at another step' }]
    case 'depends':
      return firstCauses(
        () => inherited(outcome),
        () => ownCauses(facts, telling),
        () => sourceCauses(outcome, facts),
        () => [{ kind: 'new' }],
      )
    case 'rebuilt':
      if (step.role === 'global') return [{ kind: 'resolved' }]
      if (telling.noCache && step.role !== 'from') return [{ kind: 'forced', option: '--no-cache' }]
      return firstCauses(
        () => (outcome.base?.movedFrom ? movedBase(outcome.base) : []),
        () => (step.role === 'from' ? triggerCauses(outcome, telling) : ownCauses(facts, telling)),
        () => inherited(outcome),
        () =>
          placeCauses(facts, telling.pairing, { before: stepsOf(telling.past), after: [...telling.facts.values()] }),
        () => [{ kind: 'new' }],
      )
  }
}

const movedBase = ({ ref, movedFrom, identity }: NonNullable<StepOutcome['base']>): readonly Cause[] => [
  { kind: 'base', ref, before: movedFrom, after: identity },
]

/** What re-runs below a FROM that is cached itself: its triggers, from the first one on. */
function triggerCauses({ parent, triggers }: StepOutcome, telling: LegacyTelling): readonly Cause[] {
  const first = parent?.brokenBy == null ? triggers.find(({ status }) => status !== 'cached') : undefined
  return first === undefined ? [] : legacyCauses(first, telling)
}

function inherited({ parent, source }: StepOutcome): readonly Cause[] {
  if (parent?.brokenBy != null) return [{ kind: 'parent', vertex: parent.brokenBy }]
  return source?.image.fresh ? [{ kind: 'input', vertex: source.vertex }] : []
}

/** An image that it copies from is another one: what of it counts was never seen. */
function sourceCauses({ source }: StepOutcome, { inputs }: StepFacts): readonly Cause[] {
  if (source !== null) return [{ kind: 'input', vertex: source.vertex }]
  return inputs.flatMap((input): Cause[] =>
    input.kind === 'external' ? [{ kind: 'input', vertex: input.source }] : [],
  )
}

/** At most this many changed files are named for what is behind links. */
const namedFiles = 200

function ownCauses(facts: StepFacts, { pairing, past, trees }: LegacyTelling): readonly Cause[] {
  const causes = causesOf({ step: facts, pairing, past, trees })
  const was = pairing.steps.get(facts)
  const [old, now] = [was?.inputs.find(isContext), facts.inputs.find(isContext)]
  if (was === undefined || old === undefined || now === undefined || old.digest === now.digest) return causes
  const [before, after] = [treesWith(past, was).get(''), trees.get('')]
  if (before === undefined || after === undefined) return causes
  const sides = [before, after].map((tree) => ({ tree, selectors: now.selectors })) as [Side, Side]
  const behind = changesBehindLinks(...sides, namedFiles)
  return behind.total === 0 ? causes : [...causes, { kind: 'content', ...behind }]
}

type Side = Parameters<typeof changesBehindLinks>[0]

const isContext = (input: InputFacts): input is Extract<InputFacts, { kind: 'context' }> => input.kind === 'context'
