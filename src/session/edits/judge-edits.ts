import type { Plan } from '../../cache/model/plan/plan.ts'
import type { Entry } from '../../context/tree/entry.ts'
import type { NoRebuildReason } from '../edit.ts'
import type { BuildSnapshot } from './build-snapshot.ts'
import { foldBurst } from './fold-burst.ts'
import { newlyBusted, ownCauses, reruns } from './own-causes.ts'
import { type Readers, readersOf } from './read-paths.ts'
import { isTemporaryName } from './temporary-names.ts'
import { bustsOf, type JudgedEdit, type Verdict } from './verdict.ts'

/** Something that was saved. `shown` is its path as people read it. */
export type SavedChange =
  | {
      readonly kind: 'file'
      readonly shown: string
      /** Name of the context, `''` for the build's own, and the path inside it. */
      readonly context: string
      readonly path: string
      readonly before: Entry | undefined
      readonly after: Entry | undefined
    }
  /** A file that ignore rules leave out; `rule` names the line, e.g. `.dockerignore line 4 *.md`. */
  | { readonly kind: 'ignored'; readonly shown: string; readonly rule: string }
  | {
      readonly kind: 'dockerfile'
      readonly shown: string
      readonly sameText: boolean
      /** The text before and after differs in comments and spacing at most. */
      readonly sameInstructions: boolean
    }
  | { readonly kind: 'ignore-file'; readonly shown: string; readonly sameText: boolean }

/**
 * Judges the saves between two snapshots by the later plan. The verdict says which steps each path busts and how many
 * steps re-run because of it, or the reason why none does. Saves of many files at once (a checkout, a formatter) fold
 * into one edit. Temporary files of editors are left out.
 */
export function judgeEdits(
  changes: readonly SavedChange[],
  before: BuildSnapshot,
  after: BuildSnapshot,
): readonly JudgedEdit[] {
  const saved = changes.filter(({ kind, shown }) => kind === 'dockerfile' || !isTemporaryName(shown))
  const readers = readersOf(after.steps, before.trees, after.trees)
  const judge = new Judge(saved, before, after, readers)
  const byPath = new Map<string, SavedChange[]>()
  for (const change of saved) byPath.set(change.shown, [...(byPath.get(change.shown) ?? []), change])
  const edits = [...byPath].map(([path, same]) => ({ path, count: 1, verdict: judge.verdictOf(same) }))
  return foldBurst(edits, after)
}

class Judge {
  readonly #before: Plan
  readonly #after: Plan
  readonly #snapshot: BuildSnapshot
  readonly #readers: Readers
  /** Paths saved as files of a context. */
  readonly #filePaths: ReadonlySet<string>

  constructor(saved: readonly SavedChange[], before: BuildSnapshot, after: BuildSnapshot, readers: Readers) {
    this.#before = before.plan
    this.#after = after.plan
    this.#snapshot = after
    this.#readers = readers
    this.#filePaths = new Set(saved.flatMap((change) => (change.kind === 'file' ? [change.path] : [])))
  }

  /** One path may be several things at once: a Dockerfile is also a file of the context. */
  verdictOf(changes: readonly SavedChange[]): Verdict {
    const busted = new Set(changes.flatMap((change) => this.#bustedBy(change)))
    if (busted.size > 0) return bustsOf([...busted], this.#snapshot)
    // A change of the Dockerfile's instructions counts more than a change of the file's content.
    const main = changes.find(({ kind }) => kind === 'dockerfile' || kind === 'ignore-file') ?? changes[0]!
    return { kind: 'unaffected', ...this.#noRebuild(main) }
  }

  #bustedBy(change: SavedChange): readonly string[] {
    switch (change.kind) {
      case 'ignored':
        return []
      case 'dockerfile':
      case 'ignore-file':
        return change.sameText ? [] : newlyBusted(this.#before, this.#after, this.#filePaths)
      case 'file':
        if (isUnread(change)) return []
        return this.#readers(change.context, change.path).filter((id) => this.#names(id, change.path))
    }
  }

  /** Whether a step that reads the path re-runs because of it, or because of another own cause. */
  #names(id: string, path: string): boolean {
    const step = this.#after.steps.find((other) => other.id === id)
    if (step === undefined || !reruns(step)) return false
    return ownCauses(step).some((cause) => {
      if (cause.kind !== 'content') return true
      return cause.total > cause.files.length || cause.files.some((file) => file.path === path || file.from === path)
    })
  }

  #noRebuild(change: SavedChange): { readonly reason: NoRebuildReason; readonly detail: string } {
    switch (change.kind) {
      case 'ignored':
        return { reason: 'ignored', detail: change.rule }
      case 'dockerfile':
        return { reason: change.sameText ? 'same bytes' : this.#dockerfileReason(change.sameInstructions), detail: '' }
      case 'ignore-file':
        return {
          reason: change.sameText ? 'same bytes' : this.#causeResolved() ? 'as built' : 'same files',
          detail: '',
        }
      case 'file':
        return { reason: this.#fileReason(change), detail: '' }
    }
  }

  #dockerfileReason(sameInstructions: boolean): NoRebuildReason {
    if (this.#causeResolved()) return 'as built'
    const metadataOf = (plan: Plan) => plan.metadata.map(({ text }) => text).join('\n')
    if (sameInstructions) return 'comment only'
    return metadataOf(this.#before) === metadataOf(this.#after) ? 'same keys' : 'metadata only'
  }

  /** Whether a step had an own cause before and has none now. */
  #causeResolved(): boolean {
    const now = new Map(this.#after.steps.map((step) => [step.id, ownCauses(step).length]))
    return this.#before.steps.some(
      (step) => reruns(step) && ownCauses(step).length > 0 && (now.get(step.id) ?? 0) === 0,
    )
  }

  #fileReason({ context, path, before, after }: SavedChange & { readonly kind: 'file' }): NoRebuildReason {
    if (before !== undefined && after !== undefined && countsEqual(before, after)) return 'same bytes'
    if (this.#readers(context, path).length === 0) return 'not copied'
    return looksUntouched(before, after) ? 'unseen by the builder' : 'as built'
  }
}

/** The builder did not have to read the file again: it is unchanged for the builder, whatever else changed. */
function isUnread({ before, after }: SavedChange & { readonly kind: 'file' }): boolean {
  return after?.kind === 'file' && after.contentDigest === null && !after.unreadable && looksUntouched(before, after)
}

/**
 * Whether two entries are equal in everything that a checksum counts. A file that no step reads is never hashed, so its
 * content is not known.
 */
function countsEqual(a: Entry, b: Entry): boolean {
  if (a.kind !== b.kind || a.mode !== b.mode) return false
  if (a.kind === 'file' && b.kind === 'file') {
    return a.contentDigest !== null && a.contentDigest === b.contentDigest && a.unreadable === b.unreadable
  }
  if (a.kind === 'symlink' && b.kind === 'symlink') return a.target === b.target
  return a.kind === 'special' && b.kind === 'special' ? a.device === b.device : true
}

/**
 * The builder compares metadata: a file of equal size, time and mode, and a directory that it already holds, go unread.
 */
function looksUntouched(a: Entry | undefined, b: Entry | undefined): boolean {
  if (a?.kind === 'directory' && b?.kind === 'directory') return true
  if (a?.kind !== 'file' || b?.kind !== 'file') return false
  return a.size === b.size && a.mode === b.mode && a.mtimeSec === b.mtimeSec && a.mtimeNsec === b.mtimeNsec
}
