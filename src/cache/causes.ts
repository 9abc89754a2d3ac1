import { contentChanges } from '../context/content-changes.ts'
import type { DirectoryEntry } from '../context/entry.ts'
import type { LastBuild } from './builder-state.ts'
import type { Cause } from './plan.ts'
import type { InputFacts, StepFacts } from './step-facts.ts'

export type CauseInput = {
  readonly step: StepFacts
  /** What the builder's last build was made of; null: it has built nothing. */
  readonly last: LastBuild | null
  /** What the builder now believes each context to be: `''` is the build's own, others by name. */
  readonly trees: ReadonlyMap<string, DirectoryEntry>
}

/** At most this many changed files are named for one step. */
const namedFiles = 20

/**
 * A step's own reasons to re-run: how what it is made of differs from the last build's step of the same id. Empty where
 * nothing of its own differs, so that what it starts or copies from is the reason.
 */
export function causesOf({ step, last, trees }: CauseInput): readonly Cause[] {
  const before = last?.steps.find(({ id }) => id === step.id)
  if (last === null || before === undefined) return [{ kind: 'new' }]
  const causes: Cause[] = []
  if (before.spelled !== step.spelled) {
    causes.push({ kind: 'instruction', before: before.spelled, after: step.spelled })
  }
  causes.push(...changedVariables(before.environment ?? [], step.environment ?? []))
  for (const input of step.inputs) {
    if (input.kind === 'context') causes.push(...changedContent(input, before, last, trees))
  }
  return causes
}

type Variables = readonly (readonly [name: string, value: string])[]

function changedVariables(before: Variables, after: Variables): Cause[] {
  const old = new Map(before)
  const now = new Map(after)
  const names = [...new Set([...now.keys(), ...old.keys()])]
  return names.flatMap((name) => {
    const [was, is] = [old.get(name) ?? null, now.get(name) ?? null]
    return was === is ? [] : [{ kind: 'argument', name, before: was, after: is } as const]
  })
}

function changedContent(
  input: Extract<InputFacts, { kind: 'context' }>,
  before: StepFacts,
  last: LastBuild,
  trees: CauseInput['trees'],
): Cause[] {
  const old = before.inputs.find((other) => other.kind === 'context' && other.name === input.name)
  if (old?.kind !== 'context' || old.digest === input.digest) return []
  const [oldTree, tree] = [last.trees.get(input.name ?? ''), trees.get(input.name ?? '')]
  if (oldTree === undefined || tree === undefined) return []
  const { files, total } = contentChanges(
    { tree: oldTree, selectors: old.selectors },
    { tree, selectors: input.selectors },
    namedFiles,
  )
  return [{ kind: 'content', files, total }]
}
