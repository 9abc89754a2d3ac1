import type { Selector } from '../../context/checksum/selector.ts'
import { hasWildcard } from '../../context/ignore/glob.ts'
import { rootRelative } from '../../dockerfile/values/container-path.ts'
import { normalizeReference } from '../../dockerfile/values/image-reference.ts'
import type { InputFacts, StepFacts } from '../model/plan/step-facts.ts'
import { isUrl } from './model/copy-request.ts'
import type { StepOutcome } from './model/step-outcome.ts'

/**
 * The facts of each step and of the triggers below it, in build order. Later builds compare themselves with these
 * facts.
 */
export function factsOfOutcomes(outcomes: readonly StepOutcome[]): ReadonlyMap<StepOutcome, StepFacts> {
  const facts = new Map<StepOutcome, StepFacts>()
  let parent: string | null = null
  for (const outcome of outcomes.flatMap((step) => [step, ...step.triggers])) {
    const { step, request, base, image, resolvedText } = outcome
    const { instruction } = step
    facts.set(outcome, {
      id: step.id,
      vertex: step.name,
      stage: step.stage,
      stageIndex: step.stageIndex,
      line: instruction.line,
      kind: instruction.keyword,
      text: instruction.text,
      operation: request?.command ?? '',
      resolvedText,
      stageSettings: [],
      environment: request?.variables ?? null,
      parent: step.role === 'from' || step.role === 'global' ? null : parent,
      parentKey: null,
      inputs: inputsOf(outcome),
      base: base === null ? null : { ref: base.ref, identity: base.identity },
      key: image?.id ?? '',
    })
    parent = step.id
  }
  return facts
}

function inputsOf({ request, content, source }: StepOutcome): readonly InputFacts[] {
  const copy = request?.copy
  if (copy == null) return []
  const selectors = copy.sources.filter((path) => !isUrl(path)).map(selectorOf)
  const digest = content === null || content.kind === 'none' ? null : content.digest
  if (copy.from !== null)
    return source === null
      ? [{ kind: 'external', source: `FROM ${normalizeReference(copy.from)}`, content: null }]
      : [{ kind: 'stage', step: source.id, selectors, key: digest ?? '' }]
  const urls = copy.sources.filter(isUrl).map((url): InputFacts => ({ kind: 'external', source: url, content: null }))
  return selectors.length === 0 ? urls : [{ kind: 'context', name: null, selectors, digest }, ...urls]
}

const selectorOf = (source: string): Selector => ({
  path: `/${rootRelative(source)}`,
  followLinks: true,
  wildcard: hasWildcard(source),
  exclude: [],
  include: [],
  required: [],
})
