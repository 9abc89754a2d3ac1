import type { Simulation } from '../../cache/model/simulation.ts'
import type { Problem } from '../../diagnostics/problem.ts'
import type { Edit } from '../edit.ts'
import { shownPath } from '../shown-path.ts'
import type { BuildSnapshot } from './build-snapshot.ts'
import { judgeEdits, type SavedChange } from './judge-edits.ts'
import { judgeFixed } from './judge-first-build.ts'
import { type Judged, judgedOf, type ReadFiles, savedSince } from './saved-changes.ts'
import type { JudgedEdit } from './verdict.ts'

/** A file that is written all the time (a log) is worth one line in this time. */
const repeatMs = 1000
/** A checkout or a formatter may take seconds, but between two of its files it never rests for as long as this. */
const restMs = 1000

/** Saves in quick succession, and the state before the first of them. */
type Burst = {
  readonly snapshot: BuildSnapshot
  readonly judged: Judged
  readonly ignored: ReadonlyMap<string, SavedChange>
  readonly firstId: number
  /** The number of reported files if there is more than one edit; 0 before. */
  readonly count: number
}

/** The state that is needed to number edits and to judge each of them once. */
export type EditLog = {
  /** The last complete plan with its facts and files; null before the first plan. */
  readonly last: { readonly snapshot: BuildSnapshot; readonly judged: Judged } | null
  /** Ignored files saved since the last verdict. */
  readonly ignored: ReadonlyMap<string, SavedChange>
  readonly ignoredAt: ReadonlyMap<string, number>
  readonly heardAt: number | null
  readonly nextId: number
  /** The Dockerfile and ignore files as last reported; null before. */
  readonly texts: string | null
  /** The problem that was reported last. */
  readonly problem: Problem | null
  readonly burst: Burst | null
  readonly reportedAt: number
}

export const emptyEditLog: EditLog = {
  last: null,
  ignored: new Map(),
  ignoredAt: new Map(),
  heardAt: null,
  nextId: 1,
  texts: null,
  problem: null,
  burst: null,
  reportedAt: 0,
}

export type LoggedEdits = { readonly log: EditLog; readonly edits: readonly Edit[] }

/** A change was reported, the first one at `at`: the time of the next edits. */
export const heardAt = (log: EditLog, at: number): EditLog => ({ ...log, heardAt: log.heardAt ?? at })

/** Ignored files were saved. */
export function withIgnored(log: EditLog, changes: readonly SavedChange[], at: number): EditLog {
  if (log.last === null || changes.length === 0) return log
  const ignored = new Map(log.ignored)
  const ignoredAt = new Map([...log.ignoredAt].filter(([, before]) => at - before < repeatMs))
  for (const change of changes) {
    if (ignoredAt.has(change.shown)) continue
    ignoredAt.set(change.shown, at)
    ignored.set(change.shown, change)
  }
  return { ...log, ignored, ignoredAt }
}

/**
 * Edits since the last verdict, judged by this prediction, for which every file that it reads is hashed. A burst that
 * goes on is reported again as a whole, under the number of its first edit.
 */
export function judge(
  log: EditLog,
  { plan, facts }: Pick<Simulation, 'plan' | 'facts'>,
  files: ReadFiles,
  now: number,
): LoggedEdits {
  const { last, problem } = log
  const changes = last === null ? [] : [...savedOrFixed(log, last.judged, files), ...log.ignored.values()]
  const judged = judgedOf(files)
  const snapshot: BuildSnapshot = { plan, steps: facts, trees: judged.trees }
  const next: EditLog = { ...log, last: { snapshot, judged }, texts: textsOf(files), problem: null }
  if (last !== null) return logged(next, judgeEdits(changes, last.snapshot, snapshot), { before: last, files, now })
  return numbered(next, problem === null ? [] : [judgeFixed(problem.file, snapshot)], now)
}

/** The plan did not change, so only ignored files can have been saved. */
export function judgeAgain(log: EditLog, files: ReadFiles, now: number): LoggedEdits {
  const { last } = log
  if (last === null) return numbered(log, [], now)
  const edits = judgeEdits([...log.ignored.values()], last.snapshot, last.snapshot)
  return logged(log, edits, { before: last, files, now })
}

/** The edit that broke the build; none if the build was broken from the start. null: there is no news about it. */
export function judgeBroken(
  log: EditLog,
  problem: Problem,
  files: ReadFiles,
  now: number,
): { readonly log: EditLog; readonly edits: readonly Edit[] | null } {
  const texts = textsOf(files)
  const saved = log.texts !== null && log.texts !== texts
  if (!saved && JSON.stringify(log.problem) === JSON.stringify(problem)) return { log, edits: null }
  const broken: EditLog = { ...log, texts, problem }
  if (!saved) return { log: broken, edits: [] }
  const at = log.heardAt ?? now
  const edit: Edit = { id: log.nextId, at, path: problem.file, count: 1, verdict: { kind: 'broken', problem } }
  return { log: { ...broken, nextId: log.nextId + 1, heardAt: null }, edits: [edit] }
}

/** The saved changes. A broken file that returns to its earlier text counts as an edit, too. */
function savedOrFixed({ problem }: EditLog, judged: Judged, files: ReadFiles): SavedChange[] {
  const saved = savedSince(judged, files)
  if (problem === null || saved.some(({ shown }) => shown === problem.file)) return saved
  const { dockerfile, shownFrom } = files
  const isDockerfile = dockerfile !== null && shownPath(shownFrom, dockerfile.path) === problem.file
  const same: SavedChange = isDockerfile
    ? { kind: 'dockerfile', shown: problem.file, sameText: true, sameInstructions: true }
    : { kind: 'ignore-file', shown: problem.file, sameText: true }
  return [same, ...saved]
}

/** Numbers the edits that differ from `before`, as a new burst or as the continuation of the present one. */
function logged(
  log: EditLog,
  edits: readonly JudgedEdit[],
  at: {
    readonly before: Pick<Burst, 'snapshot' | 'judged'>
    readonly files: ReadFiles
    readonly now: number
  },
): LoggedEdits {
  const { before, files, now } = at
  if (edits.length === 0) return numbered(log, edits, now)
  const { burst } = log
  const goesOn = burst !== null && (log.heardAt ?? now) - log.reportedAt < restMs
  const reported: EditLog = { ...log, reportedAt: now }
  if (goesOn) {
    const ignored = new Map([...burst.ignored, ...log.ignored])
    const changes = [...savedSince(burst.judged, files), ...ignored.values()]
    const [whole, ...others] = judgeEdits(changes, burst.snapshot, log.last!.snapshot)
    // There are fewer files than before, because some changes were undone: this is another burst, with a new row.
    if (whole !== undefined && others.length === 0 && whole.count > 1 && whole.count >= burst.count) {
      const grown: Burst = { ...burst, ignored, count: whole.count }
      return numbered({ ...reported, burst: grown, nextId: burst.firstId }, [whole], now)
    }
    if (burst.count === 0) return numbered({ ...reported, burst: { ...burst, ignored } }, edits, now)
  }
  const count = edits.length === 1 && edits[0]!.count > 1 ? edits[0]!.count : 0
  const begun: Burst = { ...before, ignored: log.ignored, firstId: log.nextId, count }
  return numbered({ ...reported, burst: begun }, edits, now)
}

function numbered(log: EditLog, judged: readonly JudgedEdit[], now: number): LoggedEdits {
  const at = log.heardAt ?? now
  return {
    log: { ...log, heardAt: null, ignored: new Map(), nextId: log.nextId + judged.length },
    edits: judged.map((edit, index) => ({ id: log.nextId + index, at, ...edit })),
  }
}

function textsOf({ dockerfile, contexts }: ReadFiles): string {
  return JSON.stringify([dockerfile?.text ?? null, ...contexts.map(({ ignore }) => ignore.text)])
}
