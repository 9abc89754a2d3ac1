import { contentChanges } from '../../context/checksum/content-changes.ts'
import type { FileChange } from '../../context/checksum/file-change.ts'
import type { Selector } from '../../context/checksum/selector.ts'
import type { IgnoreRules } from '../../context/ignore/ignore-file.ts'
import type { DirectoryEntry } from '../../context/tree/entry.ts'
import type { Cause } from '../model/plan/plan.ts'
import type { InputFacts, StepFacts } from '../model/plan/step-facts.ts'

/** Contexts as a builder believed them to be: `''` is the build's own, others by name. */
export type ContextTrees = ReadonlyMap<string, DirectoryEntry>

type ContextInput = Extract<InputFacts, { kind: 'context' }>

/** At most this many changed files are named for one input. */
const namedFiles = 200

/**
 * The changed files that a step reads of its contexts. Sources that only one of the two instructions names are left
 * out, because the instruction is the cause.
 */
export function contentCauses(
  before: StepFacts,
  after: StepFacts,
  trees: { readonly before: ContextTrees; readonly after: ContextTrees; readonly ignore: IgnoreRules | null },
): readonly Cause[] {
  return after.inputs.filter(isContext).flatMap((input): Cause[] => {
    const old = before.inputs.filter(isContext).find(({ name }) => name === input.name)
    if (old === undefined || old.digest === input.digest) return []
    const [oldTree, tree] = [trees.before.get(input.name ?? ''), trees.after.get(input.name ?? '')]
    if (oldTree === undefined || tree === undefined) return []
    const selectors = inBoth(old.selectors, input.selectors)
    const { files, total } = contentChanges({ tree: oldTree, selectors }, { tree, selectors }, namedFiles)
    const split = input.name === null ? splitIgnored(files, trees.ignore) : files
    return total === 0
      ? []
      : [{ kind: 'content', files: split.slice(0, namedFiles), total: total + split.length - files.length }]
  })
}

/**
 * A file that is ignored now is still on the disk, so an equal file elsewhere was not renamed from it: it was added.
 */
const splitIgnored = (files: readonly FileChange[], ignore: IgnoreRules | null): readonly FileChange[] =>
  files.flatMap((file): readonly FileChange[] => {
    const { change, from, path } = file
    if (change !== 'renamed' || from === undefined || !ignore?.explain(from)) return [file]
    return [
      { path, change: 'added' },
      { path: from, change: 'removed' },
    ]
  })

const isContext = (input: InputFacts): input is ContextInput => input.kind === 'context'

function inBoth(before: readonly Selector[], after: readonly Selector[]): readonly Selector[] {
  const known = new Set(before.map((selector) => JSON.stringify(selector)))
  return after.filter((selector) => known.has(JSON.stringify(selector)))
}
