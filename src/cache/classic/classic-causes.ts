import { stepsOf, treesWith } from '../causes/build-history.ts'
import { firstCauses } from '../causes/cause-first.ts'
import { placeCauses } from '../causes/cause-instruction.ts'
import type { Pairing } from '../causes/cause-pairing.ts'
import { type CauseInput, causesOf } from '../causes/causes.ts'
import type { Cause } from '../model/plan.ts'
import type { InputFacts, StepFacts } from '../model/step-facts.ts'
import { unseenNote } from '../plan/never-built-note.ts'
import { changesBehindLinks } from './context/counted-context.ts'
import type { ExplainedOutcome } from './explained-outcome.ts'
import type { StepOutcome } from './model/step-outcome.ts'
import type { StageImage } from './stage-image.ts'

export type ClassicExplainContext = {
  readonly pairing: Pairing
  readonly past: CauseInput['past']
  readonly trees: CauseInput['trees']
  readonly facts: ReadonlyMap<StepOutcome, StepFacts>
  readonly noCache: boolean
}

/** Outcomes with why they are not simply cached, in their order. */
export function explainOutcomes(
  outcomes: readonly StepOutcome[],
  given: ClassicExplainContext,
): readonly ExplainedOutcome[] {
  const begins = new Map<StageImage, string>()
  const made = { ...given, facts: [...given.facts.values()] }
  return outcomes.map((outcome) => {
    const causes = causesOfOutcome(outcome, { ...given, begins })
    const [cause, ...others] = causes
    const isPassedOn = cause?.kind === 'parent' && others.length === 0
    if (outcome.image !== null && cause !== undefined)
      begins.set(outcome.image, isPassedOn ? cause.vertex : outcome.step.name)
    return { outcome, causes, note: unseenNote(given.facts.get(outcome)!, causes, made) }
  })
}

type ExplainContext = ClassicExplainContext & {
  /** The step where the re-running begins that led to an image: the last one with another cause than what it starts from. */
  readonly begins: ReadonlyMap<StageImage, string>
}

/** A step's own reasons where it has any, else the one it inherits. */
function causesOfOutcome(outcome: StepOutcome, given: ExplainContext): readonly Cause[] {
  const { step, status, error } = outcome
  const facts = given.facts.get(outcome)!
  switch (status) {
    case 'cached':
    case 'checking':
      return []
    case 'fails':
      return [{ kind: 'error', message: error ?? 'not reached: the build stops at another step' }]
    case 'depends':
      return firstCauses(
        () => [...fromParent(outcome, given), ...fromSource(outcome)],
        () => ownCauses(facts, given),
        () => sourceCauses(outcome, facts),
        () => [{ kind: 'new' }],
      )
    case 'rebuilt':
      if (step.role === 'global') return [{ kind: 'resolved' }]
      if (given.noCache && step.role !== 'from') return [{ kind: 'forced', option: '--no-cache' }]
      return firstCauses(
        () => (outcome.base?.movedFrom ? movedBase(outcome.base) : []),
        () => (step.role === 'from' ? fromCauses(outcome, given) : ownCauses(facts, given)),
        () => fromParent(outcome, given),
        () => fromSource(outcome),
        () => placeCauses(facts, given.pairing, { before: stepsOf(given.past), after: [...given.facts.values()] }),
        () => [{ kind: 'new' }],
      )
  }
}

const movedBase = ({ ref, movedFrom, identity }: NonNullable<StepOutcome['base']>): readonly Cause[] => [
  { kind: 'base', ref, before: movedFrom, after: identity },
]

/** What re-runs below a FROM that is cached itself: its triggers, from the first one on. */
function fromCauses(outcome: StepOutcome, given: ExplainContext): readonly Cause[] {
  const { parent, triggers } = outcome
  if (!given.pairing.steps.has(given.facts.get(outcome)!)) return [{ kind: 'new' }]
  const first = parent?.brokenBy == null ? triggers.find(({ status }) => status !== 'cached') : undefined
  return first === undefined ? [] : causesOfOutcome(first, given)
}

const fromParent = ({ parent }: StepOutcome, { begins }: ExplainContext): readonly Cause[] =>
  parent?.brokenBy == null ? [] : [{ kind: 'parent', vertex: begins.get(parent) ?? parent.brokenBy }]

const fromSource = ({ source }: StepOutcome): readonly Cause[] =>
  source?.image.fresh ? [{ kind: 'input', vertex: source.vertex }] : []

/** An image that it copies from is another one: what of it counts was never seen. */
function sourceCauses({ source }: StepOutcome, { inputs }: StepFacts): readonly Cause[] {
  if (source !== null) return [{ kind: 'input', vertex: source.vertex }]
  return inputs.flatMap((input): Cause[] =>
    input.kind === 'external' ? [{ kind: 'input', vertex: input.source }] : [],
  )
}

/** It finds steps by image. */
const none: ReadonlySet<string> = new Set()

/** At most this many changed files are named for what is behind links. */
const namedFiles = 200

function ownCauses(facts: StepFacts, { pairing, past, trees }: ClassicExplainContext): readonly Cause[] {
  const causes = causesOf({ step: facts, pairing, past, trees, keys: none })
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
