import type { Selector } from '../../context/checksum.ts'
import { contentChanges } from '../../context/content-changes.ts'
import type { DirectoryEntry } from '../../context/entry.ts'
import type { Cause } from '../plan.ts'
import type { LegacyStepFacts } from './legacy-facts.ts'
import { isSameContent } from './legacy-state.ts'
import type { StepOutcome } from './walk-build.ts'

/** The last build, by whose facts causes are named. */
export type Before = {
  readonly steps: readonly LegacyStepFacts[]
  /** What was uploaded then; null: not kept. */
  readonly tree: DirectoryEntry | null
}

export type CauseInput = {
  readonly outcome: StepOutcome
  readonly facts: LegacyStepFacts
  readonly before: Before
  readonly past: LegacyStepFacts | null
  readonly tree: DirectoryEntry | null
  readonly noCache: boolean
}

/** At most this many changed files are named for one step. */
const mostFiles = 20

/** Why a step is not simply cached: what differs in itself or, where nothing does, where the re-running above it began. */
export function legacyCauses(input: CauseInput): readonly Cause[] {
  const { outcome, facts, past, noCache } = input
  const { step, status, error, parent } = outcome
  if (error !== null) return [{ kind: 'error', message: error }]
  if (status === 'cached' || status === 'fails' || status === 'checking') return []
  if (step.role === 'global') return [{ kind: 'resolved' }]
  if (step.role === 'from') return fromCauses(input)
  if (noCache) return [{ kind: 'forced', option: '--no-cache' }]
  const own = past === null ? [] : ownCauses(input, past)
  if (own.length > 0) return own
  const inherited = parent?.brokenBy ?? null
  if (inherited !== null) return [{ kind: 'parent', vertex: inherited }]
  if (outcome.sourceVertex !== null && status === 'depends') return [{ kind: 'input', vertex: outcome.sourceVertex }]
  return facts.content.kind === 'url' && status === 'depends' ? [] : [{ kind: 'new' }]
}

function fromCauses({ outcome }: CauseInput): readonly Cause[] {
  const { base, parent, triggers } = outcome
  if (base?.movedFrom) return [{ kind: 'base', ref: base.ref, before: base.movedFrom, after: base.identity }]
  if (parent?.brokenBy) return [{ kind: 'parent', vertex: parent.brokenBy }]
  const trigger = triggers.find(({ status }) => status !== 'cached')
  return trigger === undefined ? [] : [{ kind: 'new' }]
}

function ownCauses(input: CauseInput, past: LegacyStepFacts): Cause[] {
  const { facts } = input
  const args = argumentCauses(past, facts)
  const causes: Cause[] = past.text === facts.text || facts.keyword === 'RUN' ? args : []
  if (past.spelled !== facts.spelled && (causes.length === 0 || past.text !== facts.text))
    causes.push({ kind: 'instruction', before: past.spelled, after: facts.spelled })
  if (!isSameContent(past.content, facts.content)) causes.push(...contentCauses(input, past))
  return causes
}

function argumentCauses(past: LegacyStepFacts, facts: LegacyStepFacts): Cause[] {
  const before = new Map(past.variables)
  const after = new Map(facts.variables)
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((name) => {
    const [old, current] = [before.get(name) ?? null, after.get(name) ?? null]
    return old === current ? [] : [{ kind: 'argument' as const, name, before: old, after: current }]
  })
}

function contentCauses({ outcome, facts, before, tree }: CauseInput, past: LegacyStepFacts): Cause[] {
  if (facts.content.kind === 'image')
    return outcome.sourceVertex === null || past.spelled !== facts.spelled
      ? []
      : [{ kind: 'input', vertex: outcome.sourceVertex }]
  if (facts.content.kind !== 'sum' || past.content.kind !== 'sum' || before.tree === null || tree === null) return []
  const read = (selectors: readonly Selector[], of: DirectoryEntry) => ({ tree: of, selectors })
  const named = contentChanges(read(past.selectors, before.tree), read(facts.selectors, tree), mostFiles)
  if (named.total > 0) return [{ kind: 'content', ...named }]
  // A link's target elsewhere counts too, and so does which name of an inode comes first.
  const anywhere = contentChanges(read([wholeContext], before.tree), read([wholeContext], tree), mostFiles)
  return anywhere.total > 0 ? [{ kind: 'content', ...anywhere }] : []
}

const wholeContext: Selector = {
  path: '/',
  followLinks: true,
  wildcard: false,
  exclude: [],
  include: [],
  required: [],
}

/**
 * The step of the last build that each step continues: the same text at the same place, the same text elsewhere in its
 * stage, or the edited text at the same place.
 */
export function pairWithPast(
  steps: readonly { readonly id: string; readonly stage: string; readonly text: string }[],
  past: readonly LegacyStepFacts[],
): ReadonlyMap<string, LegacyStepFacts> {
  const pairs = new Map<string, LegacyStepFacts>()
  const taken = new Set<LegacyStepFacts>()
  const pair = (matches: (step: (typeof steps)[number], facts: LegacyStepFacts) => boolean): void => {
    for (const step of steps) {
      if (pairs.has(step.id)) continue
      const facts = past.find((candidate) => !taken.has(candidate) && matches(step, candidate))
      if (facts === undefined) continue
      pairs.set(step.id, facts)
      taken.add(facts)
    }
  }
  pair((step, facts) => step.id === facts.id && step.text === facts.text)
  pair((step, facts) => step.stage === facts.stage && step.text === facts.text)
  pair((step, facts) => step.id === facts.id)
  return pairs
}
