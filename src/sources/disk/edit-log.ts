import type { Simulation } from '../../cache/simulate.ts'
import type { Problem } from '../../notice/problem.ts'
import type { Edit } from '../../session/edit.ts'
import { judgeEdits, type Moment, type SavedChange } from '../../session/judge-edits.ts'
import type { JudgedEdit } from '../../session/verdict.ts'
import type { Batch } from './listening.ts'
import type { OpenBuild } from './open-build.ts'
import { ignoredAmong, type Judged, judgedOf, savedSince } from './saved-changes.ts'

/** A file that is written all the time (a log) is worth one line in this time. */
const repeatMs = 1000

/** Turns what was saved since the last verdict into numbered edits, each judged once. */
export class EditLog {
  readonly #build: OpenBuild
  #moment: Moment | null = null
  #judged: Judged | null = null
  #ignored = new Map<string, SavedChange>()
  readonly #ignoredAt = new Map<string, number>()
  #heardAt: number | null = null
  #nextId = 1
  /** The Dockerfile and ignore files as last told about; null before. */
  #texts: string | null = null
  /** What is told to be broken. */
  #problem: Problem | null = null

  constructor(build: OpenBuild) {
    this.#build = build
  }

  /** Before the disk is looked at: remembers when, and which ignored files were saved. */
  hear(batch: Batch): void {
    this.#heardAt ??= batch.at
    if (this.#moment === null) return
    for (const change of ignoredAmong(batch, this.#build)) {
      if (batch.at - (this.#ignoredAt.get(change.shown) ?? 0) < repeatMs) continue
      this.#ignoredAt.set(change.shown, batch.at)
      this.#ignored.set(change.shown, change)
    }
  }

  /** Edits since the last verdict, judged by this prediction, for which every file it reads is hashed. */
  judge({ plan, facts }: Simulation): readonly Edit[] {
    const before = this.#moment
    const changes = this.#judged === null ? [] : [...this.#saved(this.#judged), ...this.#ignored.values()]
    this.#judged = judgedOf(this.#build)
    this.#moment = { plan, steps: facts, trees: this.#judged.trees }
    this.#texts = this.#textsNow()
    this.#problem = null
    return this.#number(before === null ? [] : judgeEdits(changes, before, this.#moment))
  }

  /** The plan stands as it was: only ignored files can have been saved. */
  judgeAgain(): readonly Edit[] {
    const moment = this.#moment
    return this.#number(moment === null ? [] : judgeEdits([...this.#ignored.values()], moment, moment))
  }

  /** The edit that broke the build, none when it was found broken; null when nothing is new about it. */
  judgeBroken(problem: Problem): readonly Edit[] | null {
    const texts = this.#textsNow()
    const saved = this.#texts !== null && this.#texts !== texts
    const told = JSON.stringify(this.#problem) === JSON.stringify(problem)
    if (told && !saved) return null
    this.#texts = texts
    this.#problem = problem
    if (!saved) return []
    const edit: Edit = {
      id: this.#nextId++,
      at: this.#heardAt ?? Date.now(),
      path: problem.file,
      count: 1,
      verdict: { kind: 'broken', problem },
    }
    this.#heardAt = null
    return [edit]
  }

  #saved(judged: Judged): SavedChange[] {
    const saved = savedSince(judged, this.#build)
    const mended = this.#problem?.file
    if (mended === undefined || saved.some(({ shown }) => shown === mended)) return saved
    // What was broken is again what it was: that is an edit, too.
    const kind = mended === this.#build.dockerfile?.shown ? 'dockerfile' : 'ignore-file'
    return [{ kind, shown: mended, sameText: true }, ...saved]
  }

  #number(judged: readonly JudgedEdit[]): readonly Edit[] {
    const at = this.#heardAt ?? Date.now()
    this.#heardAt = null
    this.#ignored = new Map()
    return judged.map((edit) => ({ id: this.#nextId++, at, ...edit }))
  }

  #textsNow(): string {
    const ignores = this.#build.contexts.map(({ ignore }) => ignore.text)
    return JSON.stringify([this.#build.dockerfile?.text ?? null, ...ignores])
  }
}
