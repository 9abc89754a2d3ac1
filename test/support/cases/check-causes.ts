import type { Cause, Plan, PlanStep } from '../../../src/cache/model/plan/plan.ts'
import { type Pointer, stepIdOf } from '../../../src/cache/model/plan/pointer.ts'
import type { InputFacts, StepFacts } from '../../../src/cache/model/plan/step-facts.ts'
import type { Simulation } from '../../../src/cache/model/simulation.ts'
import { checksumContent } from '../../../src/context/checksum/checksum.ts'
import type { FileChange } from '../../../src/context/checksum/file-change.ts'
import { type DirectoryEntry, type Entry, entryAt, withEntry } from '../../../src/context/tree/entry.ts'
import { instructionTexts } from '../../../src/messages/names/describe-instruction.ts'
import { vertexOf } from '../../../src/messages/names/name-step.ts'

export type ToldBuild = Pick<Simulation, 'plan' | 'facts'> & {
  /** Contexts by name as the builder believes them to be. */
  readonly trees: ReadonlyMap<string, DirectoryEntry>
}

/** What a step was when a build last had it; null: never. */
export type Before = (id: string) => { readonly facts: StepFacts; readonly trees: ToldBuild['trees'] } | null

const isInherited = ({ kind }: Cause): boolean => kind === 'parent' || kind === 'input'

/** Everything that is wrong with the reasons which a plan gives for a step. */
export function complaints(step: PlanStep, build: ToldBuild, before: Before): readonly string[] {
  const { status, causes } = step
  if (status === 'cached') return causes.length > 0 ? ['is cached and has a cause'] : []
  if (causes.length === 0) return ['has no cause']
  const found = causes.flatMap((cause) => complaintsAbout(cause, step, build, before))
  if (causes.some(isInherited) && !causes.every(isInherited)) found.push('mixes its own causes with inherited ones')
  if (new Set(causes.map((cause) => JSON.stringify(cause))).size < causes.length) found.push('says a thing twice')
  if (status === 'rebuilt' && causes.length > 1 && causes.some(({ kind }) => kind === 'parent'))
    found.push('re-runs with what it starts from, whatever else')
  if (causes.filter(({ kind }) => kind === 'parent').length > 1) found.push('inherits twice')
  if (causes.length > 1 && causes.some(({ kind }) => kind === 'new')) found.push('is new and has a past')
  return found
}

function complaintsAbout(cause: Cause, step: PlanStep, build: ToldBuild, before: Before): string[] {
  switch (cause.kind) {
    case 'parent':
      return ofParent(cause.from, step, build.plan)
    case 'input':
      return ofInput(cause.from, step, build)
    case 'content':
      return ofContent(cause, step, build, before)
    case 'instruction': {
      const { before: was, after } = instructionTexts(cause)
      return was === after ? [`tells of no difference: ${was}`] : []
    }
    case 'argument':
    case 'rule':
    case 'base':
      return cause.before === cause.after ? [`tells of no difference: ${cause.before}`] : []
    case 'new':
    case 'forced':
    case 'resolved':
      return []
    case 'error':
    case 'not-reached':
      return step.status === 'fails' ? [] : ['does not fail and has an error']
  }
}

/** The named step re-runs for its own reasons, and everything between it and this one because of it. */
function ofParent(from: Pointer, step: PlanStep, plan: Plan): string[] {
  const { steps } = plan
  // The base of a stage may be a named context, which is not a step.
  if (from.kind === 'context') return []
  const vertex = vertexOf(plan, from)
  const start = steps.findIndex((other) => other.id === stepIdOf(from))
  const named = steps[start]
  if (named === undefined) return [`inherits from ${vertex}, which is no step`]
  if (start >= steps.indexOf(step)) return [`inherits from ${vertex}, which is not above it`]
  if (named.status === 'cached') return [`inherits from ${vertex}, which is cached`]
  if (named.causes.every(({ kind }) => kind === 'parent')) return [`inherits from ${vertex}, which inherits itself`]
  const between = steps.slice(start + 1, steps.indexOf(step)).filter(({ stage }) => stage === step.stage)
  const wrong = named.stage === step.stage ? between : []
  return wrong.flatMap((other) =>
    other.status === 'cached' ||
    !other.causes.some((cause) => cause.kind === 'parent' && JSON.stringify(cause.from) === JSON.stringify(from))
      ? [`inherits from ${vertex}, past ${other.vertex}`]
      : [],
  )
}

function ofInput(from: Pointer, step: PlanStep, { plan, facts }: ToldBuild): string[] {
  const vertex = vertexOf(plan, from)
  if (from.kind !== 'step') return []
  const source = plan.steps.find(({ id }) => id === from.id)
  if (source === undefined) return [`takes files from ${vertex}, which is not in the plan`]
  const read = facts.find(({ id }) => id === step.id)!.inputs.flatMap((input) => (isStage(input) ? [input.step] : []))
  const named = read.some((id) => facts.find((other) => other.id === id)?.vertex === source.vertex)
  return named ? [] : [`does not take files from ${vertex}`]
}

const isStage = (input: InputFacts): input is Extract<InputFacts, { kind: 'stage' }> => input.kind === 'stage'
const isContext = (input: InputFacts): input is Extract<InputFacts, { kind: 'context' }> => input.kind === 'context'

/** The files are all that differ, and each of them does: without them the step reads what it read, with one it does not. */
function ofContent(
  { files, total }: Extract<Cause, { kind: 'content' }>,
  step: PlanStep,
  { plan, facts, trees }: ToldBuild,
  before: Before,
): string[] {
  if (total !== files.length || total === 0) return [`counts ${total} files and names ${files.length}`]
  const paths = files.map(({ path }) => path)
  if (new Set(paths).size < paths.length) return ['names a file twice']
  const was = before(step.id)
  const now = facts.find(({ id }) => id === step.id)!
  const contexts = now.inputs.filter(isContext)
  const [input] = contexts
  const old = was?.facts.inputs.filter(isContext).find(({ name }) => name === input?.name)
  // Of several contexts it is not told which one a file is in; the classic builder has sums of its own.
  if (was === null || input === undefined || old === undefined || contexts.length > 1) return []
  if (JSON.stringify(input.selectors) !== JSON.stringify(old.selectors) || plan.rules.builder === 'legacy') return []
  const [oldTree, tree] = [was.trees.get(input.name ?? ''), trees.get(input.name ?? '')]
  if (oldTree === undefined || tree === undefined) return []
  const rules = { relativeNames: Number(plan.rules.daemon.slice(2)) >= 26 }
  const digestOf = (taken: DirectoryEntry): string => JSON.stringify(checksumContent(taken, input.selectors, rules))
  const wanted = digestOf(oldTree)
  // Where a link led may not be asked for any more.
  const followed = files.some(({ path }) => entryAt(oldTree, path)?.kind === 'symlink')
  const undone = (some: readonly FileChange[]): DirectoryEntry => some.reduce((t, file) => undo(file, t, oldTree), tree)
  return [
    ...(followed || digestOf(undone(files)) === wanted
      ? []
      : [`does not name all files that changed: ${paths.join(' ')}`]),
    ...files
      .filter((file) => !files.some((other) => changedKind(file, other) || changedKind(other, file)))
      .filter((file) => digestOf(undone(files.filter((other) => other !== file))) === wanted)
      .map((file) => `names ${file.path}, which does not count`),
    ...files.flatMap((file) => wrongChange(file, oldTree, tree)),
  ]
}

/** A file became a directory, or the reverse: what is below it cannot be told apart from that. */
const changedKind = (file: FileChange, below: FileChange): boolean =>
  file.change === 'type' && below.path.startsWith(`${file.path}/`)

function undo({ path, from }: FileChange, tree: DirectoryEntry, before: DirectoryEntry): DirectoryEntry {
  const back = put(tree, path, entryAt(before, path), before)
  return from === undefined ? back : put(back, from, entryAt(before, from), before)
}

/** Puts an entry back without what is below it, with the directories that lead to it as they were. */
function put(tree: DirectoryEntry, path: string, entry: Entry | undefined, before: DirectoryEntry): DirectoryEntry {
  // What was below a file is gone with it.
  if (ancestorsOf(path).some((above) => (entryAt(before, above)?.kind ?? 'directory') !== 'directory')) return tree
  const found = entryAt(tree, path)
  const children = found?.kind === 'directory' ? found.children : []
  let next = withEntry(tree, path, entry?.kind === 'directory' ? { ...entry, children } : entry)
  for (const parent of ancestorsOf(path)) {
    const [was, is] = [entryAt(before, parent), entryAt(next, parent)]
    if (was === undefined && is?.kind === 'directory' && is.children.length === 0)
      next = withEntry(next, parent, undefined)
    if (was?.kind === 'directory' && is?.kind === 'directory' && entryAt(tree, parent) === undefined)
      next = withEntry(next, parent, { ...was, children: is.children })
  }
  return next
}

/** The nearest first. */
const ancestorsOf = (path: string): readonly string[] => {
  const names = path.split('/')
  return names.slice(1).map((_, index) => names.slice(0, names.length - 1 - index).join('/'))
}

function wrongChange({ path, change, from }: FileChange, before: DirectoryEntry, after: DirectoryEntry): string[] {
  const [old, now] = [entryAt(before, from ?? path), entryAt(after, path)]
  const right = {
    added: old === undefined && now !== undefined,
    removed: old !== undefined && now === undefined,
    renamed: old?.kind === now?.kind && entryAt(after, from ?? '') === undefined && entryAt(before, path) === undefined,
    modified: old?.kind === 'file' && now?.kind === 'file' && old.contentDigest !== now.contentDigest,
    mode: old !== undefined && old.kind === now?.kind && headerMode(old) !== headerMode(now),
    target: old?.kind === 'symlink' && now?.kind === 'symlink' && old.target !== now.target,
    type: old !== undefined && now !== undefined && old.kind !== now.kind,
  }
  return right[change] ? [] : [`says ${path} was ${change}, and it was not`]
}

const headerMode = (entry: Entry): number => (entry.kind === 'directory' ? entry.headerMode : entry.mode)
