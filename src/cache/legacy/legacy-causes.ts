import type { Selector } from '../../context/checksum.ts'
import { contentChanges } from '../../context/content-changes.ts'
import { firstCauses } from '../cause-first.ts'
import { placeCauses } from '../cause-instruction.ts'
import type { Pairing } from '../cause-pairing.ts'
import { type CauseInput, causesOf } from '../causes.ts'
import type { Cause } from '../plan.ts'
import type { StepFacts } from '../step-facts.ts'
import type { StepOutcome } from './step-outcome.ts'

export type LegacyTelling = {
  readonly pairing: Pairing
  readonly trees: CauseInput['trees']
  readonly builds: { readonly before: readonly StepFacts[]; readonly after: readonly StepFacts[] }
  readonly noCache: boolean
}

/** Why a step is not simply cached: its own reasons where it has any, else the one it inherits. */
export function legacyCauses(outcome: StepOutcome, facts: StepFacts, telling: LegacyTelling): readonly Cause[] {
  const { step, status, error } = outcome
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
        () => (outcome.source === null ? [] : [{ kind: 'input', vertex: outcome.source.vertex }]),
        // An image that it copies from is another one: what of it counts was never seen.
        () => [{ kind: 'new' }],
      )
    case 'rebuilt':
      if (step.role === 'global') return [{ kind: 'resolved' }]
      if (telling.noCache && step.role !== 'from') return [{ kind: 'forced', option: '--no-cache' }]
      return firstCauses(
        () => (outcome.base?.movedFrom ? movedBase(outcome.base) : []),
        () => (step.role === 'from' ? triggerCauses(outcome) : ownCauses(facts, telling)),
        () => inherited(outcome),
        () => placeCauses(facts, telling.pairing, telling.builds),
        () => [{ kind: 'new' }],
      )
  }
}

const movedBase = ({ ref, movedFrom, identity }: NonNullable<StepOutcome['base']>): readonly Cause[] => [
  { kind: 'base', ref, before: movedFrom, after: identity },
]

/** What re-runs below a FROM that is cached itself. */
const triggerCauses = ({ parent, triggers }: StepOutcome): readonly Cause[] =>
  parent?.brokenBy == null && triggers.some(({ status }) => status !== 'cached') ? [{ kind: 'new' }] : []

function inherited({ parent, source }: StepOutcome): readonly Cause[] {
  if (parent?.brokenBy != null) return [{ kind: 'parent', vertex: parent.brokenBy }]
  return source?.image.fresh ? [{ kind: 'input', vertex: source.vertex }] : []
}

/** How many files are named that a step does not read by their own path. */
const namedElsewhere = 20

function ownCauses(facts: StepFacts, { pairing, trees }: LegacyTelling): readonly Cause[] {
  const causes = causesOf({ step: facts, pairing, trees }).filter(({ kind }) => kind !== 'new')
  if (causes.length > 0 || !isOtherContent(facts, pairing.steps.get(facts))) return causes
  const [before, after] = [trees.before.get(''), trees.after.get('')]
  if (before === undefined || after === undefined) return []
  // A link's target elsewhere counts, and which name of an inode comes first.
  const selectors = [wholeContext]
  const anywhere = contentChanges({ tree: before, selectors }, { tree: after, selectors }, namedElsewhere)
  return anywhere.total > 0 ? [{ kind: 'content', ...anywhere }] : []
}

function isOtherContent(facts: StepFacts, past: StepFacts | undefined): boolean {
  const digestOfContext = (step: StepFacts): string | null =>
    step.inputs.flatMap((input) => (input.kind === 'context' ? [input.digest] : []))[0] ?? null
  return past !== undefined && digestOfContext(past) !== digestOfContext(facts)
}

const wholeContext: Selector = {
  path: '/',
  followLinks: true,
  wildcard: false,
  exclude: [],
  include: [],
  required: [],
}
