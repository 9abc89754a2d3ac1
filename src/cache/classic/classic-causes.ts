import { treesWith } from '../causes/build-history.ts'
import type { Pairing } from '../causes/cause-pairing.ts'
import { type CauseInput, causesOf } from '../causes/causes.ts'
import type { Cause } from '../model/plan/plan.ts'
import type { InputFacts, StepFacts } from '../model/plan/step-facts.ts'
import { findCauses, neverBuiltNote } from '../plan/find-causes.ts'
import { changesBehindLinks } from './context/counted-context.ts'
import type { ExplainedOutcome } from './explained-outcome.ts'
import { isUrl } from './model/copy-request.ts'
import type { StepOutcome } from './model/step-outcome.ts'
import type { StageImage } from './stage-image.ts'

export type ClassicExplainContext = {
  readonly pairing: Pairing
  readonly past: CauseInput['past']
  readonly trees: CauseInput['trees']
  readonly ignore: CauseInput['ignore']
  readonly factsOf: ReadonlyMap<StepOutcome, StepFacts>
  readonly noCache: boolean
}

/** Adds to each outcome why it does not stay cached. Keeps their order. */
export function explainOutcomes(
  outcomes: readonly StepOutcome[],
  context: ClassicExplainContext,
): readonly ExplainedOutcome[] {
  const begins = new Map<StageImage, string>()
  const given = { ...context, facts: [...context.factsOf.values()], begins }
  return outcomes.map((outcome) => {
    const causes = causesOfOutcome(outcome, given)
    const [cause, ...others] = causes
    const passedOn = cause?.kind === 'parent' && cause.from.kind === 'step' && others.length === 0
    if (outcome.image !== null && cause !== undefined)
      begins.set(outcome.image, passedOn && cause.from.kind === 'step' ? cause.from.id : outcome.step.id)
    return { outcome, causes, note: neverBuiltNote(given.factsOf.get(outcome)!, causes, given) }
  })
}

type ExplainContext = ClassicExplainContext & {
  readonly facts: readonly StepFacts[]
  /** The id of the step where the re-running begins that led to an image. */
  readonly begins: ReadonlyMap<StageImage, string>
}

function causesOfOutcome(outcome: StepOutcome, given: ExplainContext): readonly Cause[] {
  const { step, status, error, base } = outcome
  const facts = given.factsOf.get(outcome)!
  const isFrom = step.role === 'from'
  const own = () => (isFrom ? fromCauses(outcome, given) : ownCauses(facts, given))
  return findCauses(
    {
      status,
      facts,
      error,
      resolved: step.role === 'global',
      forcedBy: given.noCache && !isFrom ? '--no-cache' : null,
      own: () => (base?.movedFrom ? movedBase(base) : status === 'depends' ? ownCauses(facts, given) : own()),
      parent: () => fromParent(outcome, given),
      sources: () => fromSource(outcome),
      openSources: () => fromSource(outcome),
      otherSource: () => [],
      last: () => (status === 'depends' ? sourceCauses(outcome, facts) : []),
    },
    // The classic builder has the same rules in all versions.
    { ...given, rules: null },
  )
}

const movedBase = ({ ref, movedFrom, identity }: NonNullable<StepOutcome['base']>): readonly Cause[] => [
  { kind: 'base', ref, before: movedFrom, after: identity },
]

/** Why a FROM re-runs whose base did not change: the first of its triggers that re-runs. */
function fromCauses(outcome: StepOutcome, given: ExplainContext): readonly Cause[] {
  const { parent, triggers } = outcome
  if (!given.pairing.steps.has(given.factsOf.get(outcome)!)) return [{ kind: 'new' }]
  const first = parent?.brokenBy == null ? triggers.find(({ status }) => status !== 'cached') : undefined
  return first === undefined ? [] : causesOfOutcome(first, given)
}

const fromParent = ({ parent }: StepOutcome, { begins }: ExplainContext): readonly Cause[] =>
  parent?.brokenBy == null
    ? []
    : [{ kind: 'parent', from: { kind: 'step', id: begins.get(parent) ?? parent.brokenBy } }]

const fromSource = ({ source }: StepOutcome): readonly Cause[] =>
  source?.image.isNew ? [{ kind: 'input', from: { kind: 'step', id: source.id } }] : []

/** A stage or an image that it copies from: an image is known only by its name. */
function sourceCauses({ source }: StepOutcome, { inputs }: StepFacts): readonly Cause[] {
  if (source !== null) return [{ kind: 'input', from: { kind: 'step', id: source.id } }]
  return inputs.flatMap((input): Cause[] =>
    input.kind === 'external' ? [{ kind: 'input', from: pointerTo(input.source) }] : [],
  )
}

function pointerTo(source: string): Extract<Cause, { kind: 'input' }>['from'] {
  return isUrl(source)
    ? { kind: 'remote', source }
    : { kind: 'image', reference: source.replace(/^FROM /, ''), name: source }
}

/** The classic builder has no keys: it finds a step by the image before it. */
const none: ReadonlySet<string> = new Set()

/** At most this many changed files behind links are named. */
const namedFiles = 200

function ownCauses(facts: StepFacts, given: ExplainContext): readonly Cause[] {
  const { pairing, past, trees } = given
  const causes = causesOf({ ...given, step: facts, keys: none })
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
