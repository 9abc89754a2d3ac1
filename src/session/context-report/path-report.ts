import type { BuildGraph } from '../../cache/model/build-graph.ts'
import type { BuildRules } from '../../cache/model/build-options.ts'
import type { BuilderState } from '../../cache/model/builder-state.ts'
import type { StepFacts } from '../../cache/model/plan/step-facts.ts'
import type { IgnoreRules } from '../../context/ignore/ignore-file.ts'
import { type DirectoryEntry, type Entry, emptyDirectory, entryAt, walkEntries } from '../../context/tree/entry.ts'
import type { BuildInputs } from '../predict-build.ts'
import { type ChangeEffect, changeEffect } from './change-effect.ts'
import { changedAt } from './changed-path.ts'
import { contextReads, type Reader } from './context-reads.ts'
import type { IgnoreRule } from './context-report.ts'
import { pathReaders } from './path-readers.ts'

/** Why a build sends or reads one path, or does not. */
export type PathReport = {
  /** Name of a named context; `''` is the build's own. */
  readonly context: string
  /** Relative to it; `''` is the context itself. */
  readonly path: string
  /** Null: nothing is there; the report is about a file of that name. */
  readonly kind: Entry['kind'] | null
  /** `partly`: a directory of which the ignore file leaves some out, or all but some. */
  readonly sent: 'yes' | 'partly' | 'ignored' | 'unasked'
  /** The line of the ignore file that leaves it out, or that takes it back in (`!`). */
  readonly rule: IgnoreRule | null
  readonly readBy: readonly Reader[]
  /** The effect of a change of the path, or of everything in it. */
  readonly change: ChangeEffect
}

/** One build of the present files, and where a path is in it. */
export type PathQuestion = {
  readonly context: string
  readonly path: string
  /** The entry on the disk, ignored or not; null: it does not exist. */
  readonly kind: Entry['kind'] | null
  /** Whether the path is ignored, or is a directory with an ignored path in it. */
  readonly holdsIgnored: boolean
  readonly ignore: { readonly rules: IgnoreRules; readonly file: string | null }
  readonly inputs: BuildInputs
  readonly graph: BuildGraph
  readonly facts: readonly StepFacts[]
  readonly rules: BuildRules
  /** The builder state after a build of `inputs`. */
  readonly after: BuilderState
}

/** Reports whether one path is sent, which steps read it, and the effect of a change of it. */
export function pathReport(question: PathQuestion): PathReport {
  const { context, path, kind, ignore, inputs, rules, after } = question
  const present = treeOf(question)
  const line = path === '' ? null : ignore.rules.deciding(path)
  const rule = line === null || ignore.file === null ? null : { file: ignore.file, ...line.origin }
  const described = { context, path, kind, rule }
  const isLeftOut = line?.ignored === true && entryAt(present, path) === undefined
  if (isLeftOut) return { ...described, sent: 'ignored', readBy: [], change: noEffect(question) }
  const tree = kind === null ? changedAt(present, path) : present
  const readBy = readersBelow(tree, question)
  const isPart = line?.ignored === true || question.holdsIgnored
  const sent = readBy.length === 0 ? 'unasked' : isPart ? 'partly' : 'yes'
  return { ...described, sent, readBy, change: changeEffect(inputs, rules, after, { context, path }) }
}

function treeOf({ context, inputs }: PathQuestion): DirectoryEntry {
  return (context === '' ? inputs.context : inputs.named.get(context)) ?? emptyDirectory
}

const noEffect = ({ facts }: PathQuestion): ChangeEffect => ({
  rebuilt: [],
  depends: [],
  steps: facts.filter(({ stageIndex }) => stageIndex >= 0).length,
})

/** The steps that read the path or anything below it, in Dockerfile order. */
function readersBelow(tree: DirectoryEntry, { graph, facts, context, path }: PathQuestion): readonly Reader[] {
  const reads = contextReads(graph, facts).filter((read) => read.context === context)
  const readers = pathReaders(tree, reads)
  const entry = entryAt(tree, path)
  const below = entry?.kind === 'directory' ? [...walkEntries(entry, path)].map(([inner]) => inner) : []
  const found = new Set([path, ...below].flatMap((at) => readers.get(at) ?? []).map(keyOf))
  const distinct = new Map(reads.map(({ reader }) => [keyOf(reader), reader]))
  return [...distinct].filter(([key]) => found.has(key)).map(([, reader]) => reader)
}

const keyOf = ({ vertex, line }: Reader): string => `${line} ${vertex}`
