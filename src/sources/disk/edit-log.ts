import type { Simulation } from '../../cache/simulate.ts'
import type { Problem } from '../../notice/problem.ts'
import type { Edit } from '../../session/edit.ts'
import { judgeEdits, type Moment, type SavedChange } from '../../session/judge-edits.ts'
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
  /** Texts and problem of the last `broken`, or the texts of the last verdict. */
  #seen = ''

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

  /** Edits since the last verdict, judged by this plan, which every file it reads is hashed for. */
  judge({ plan, after }: Simulation): readonly Edit[] {
    const now: Moment = { plan, steps: after.lastBuild?.steps ?? [], trees: judgedOf(this.#build).trees }
    const before = this.#moment
    const changes = this.#judged === null ? [] : [...savedSince(this.#judged, this.#build), ...this.#ignored.values()]
    this.#moment = now
    this.#judged = judgedOf(this.#build)
    this.#seen = this.#texts()
    return before === null ? this.#number([]) : this.#number(judgeEdits(changes, before, now))
  }

  /** The plan stands as it was: only ignored files can have been saved. */
  judgeAgain(): readonly Edit[] {
    if (this.#moment === null) return this.#number([])
    return this.#number(judgeEdits([...this.#ignored.values()], this.#moment, this.#moment))
  }

  /** The edit that broke the build, none when it was found broken; null when nothing is new about it. */
  judgeBroken(problem: Problem): readonly Edit[] | null {
    const texts = this.#texts()
    const seen = JSON.stringify([texts, problem])
    if (seen === this.#seen) return null
    const first = this.#seen === ''
    this.#seen = seen
    if (first) return this.#number([])
    const at = this.#heardAt ?? Date.now()
    this.#heardAt = null
    return [{ id: this.#nextId++, at, path: problem.file, count: 1, verdict: { kind: 'broken', problem } }]
  }

  #number(judged: ReturnType<typeof judgeEdits>): readonly Edit[] {
    const at = this.#heardAt ?? Date.now()
    this.#heardAt = null
    this.#ignored = new Map()
    return judged.map((edit) => ({ id: this.#nextId++, at, ...edit }))
  }

  #texts(): string {
    const ignores = this.#build.contexts.map(({ ignore }) => ignore.text)
    return JSON.stringify([this.#build.dockerfile?.text ?? null, ...ignores])
  }
}
