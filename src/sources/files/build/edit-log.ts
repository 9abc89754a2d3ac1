import type { Simulation } from '../../../cache/model/simulation.ts'
import type { Problem } from '../../../diagnostics/problem.ts'
import type { BuildSnapshot } from '../../../session/edits/build-snapshot.ts'
import type { Edit } from '../../../session/edits/edit.ts'
import { judgeEdits, type SavedChange } from '../../../session/edits/judge-edits.ts'
import { judgeFixed } from '../../../session/edits/judge-first-build.ts'
import type { JudgedEdit } from '../../../session/edits/verdict.ts'
import type { Batch } from '../watch/change-batcher.ts'
import type { OpenBuild } from './build-files.ts'
import { ignoredAmong, type Judged, judgedOf, savedSince } from './saved-changes.ts'

/** A file that is written all the time (a log) is worth one line in this time. */
const repeatMs = 1000
/** A checkout or a formatter may take seconds, but between two of its files it never rests for as long as this. */
const restMs = 1000

/** Saves without a rest between them, and what was known before the first. */
type Spell = {
  readonly moment: BuildSnapshot
  readonly judged: Judged
  readonly ignored: Map<string, SavedChange>
  readonly firstId: number
  /** How many files it was told to be, once it is a burst. */
  count: number
}

/** Turns what was saved since the last verdict into numbered edits, each judged once. */
export class EditLog {
  readonly #build: OpenBuild
  #moment: BuildSnapshot | null = null
  #judged: Judged | null = null
  #ignored = new Map<string, SavedChange>()
  readonly #ignoredAt = new Map<string, number>()
  #heardAt: number | null = null
  #nextId = 1
  /** The Dockerfile and ignore files as last told about; null before. */
  #texts: string | null = null
  /** What is told to be broken. */
  #problem: Problem | null = null
  #spell: Spell | null = null
  #toldAt = 0

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

  /**
   * Edits since the last verdict, judged by this prediction, for which every file it reads is hashed. A burst that goes on
   * is told again as a whole, under the number of its first edit.
   */
  judge({ plan, facts }: Simulation): readonly Edit[] {
    const [moment, judged, mended] = [this.#moment, this.#judged, this.#problem?.file]
    const changes = judged === null ? [] : [...this.#saved(judged), ...this.#ignored.values()]
    this.#judged = judgedOf(this.#build)
    this.#moment = { plan, steps: facts, trees: this.#judged.trees }
    this.#texts = this.#textsNow()
    this.#problem = null
    if (moment !== null && judged !== null)
      return this.#tell(judgeEdits(changes, moment, this.#moment), { moment, judged })
    return this.#number(mended === undefined ? [] : [judgeFixed(mended, this.#moment)])
  }

  /** The plan stands as it was: only ignored files can have been saved. */
  judgeAgain(): readonly Edit[] {
    const [moment, judged] = [this.#moment, this.#judged]
    if (moment === null || judged === null) return this.#number([])
    return this.#tell(judgeEdits([...this.#ignored.values()], moment, moment), { moment, judged })
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
    const same: SavedChange =
      mended === this.#build.dockerfile?.shown
        ? { kind: 'dockerfile', shown: mended, sameText: true, sameInstructions: true }
        : { kind: 'ignore-file', shown: mended, sameText: true }
    return [same, ...saved]
  }

  /** `edits` differ from `before`. */
  #tell(edits: readonly JudgedEdit[], before: Pick<Spell, 'moment' | 'judged'>): readonly Edit[] {
    if (edits.length === 0) return this.#number(edits)
    const spell = this.#spell
    const goesOn = spell !== null && (this.#heardAt ?? Date.now()) - this.#toldAt < restMs
    this.#toldAt = Date.now()
    if (goesOn) {
      for (const [path, change] of this.#ignored) spell.ignored.set(path, change)
      const changes = [...savedSince(spell.judged, this.#build), ...spell.ignored.values()]
      const [burst, ...others] = judgeEdits(changes, spell.moment, this.#moment!)
      // Where it becomes less, files are taken back: another burst, and another line.
      if (burst !== undefined && others.length === 0 && burst.count > 1 && burst.count >= spell.count) {
        spell.count = burst.count
        return this.#number([burst], spell.firstId)
      }
      if (spell.count === 0) return this.#number(edits)
    }
    const count = edits.length === 1 && edits[0]!.count > 1 ? edits[0]!.count : 0
    this.#spell = { ...before, ignored: new Map(this.#ignored), firstId: this.#nextId, count }
    return this.#number(edits)
  }

  #number(judged: readonly JudgedEdit[], id = this.#nextId): readonly Edit[] {
    const at = this.#heardAt ?? Date.now()
    this.#heardAt = null
    this.#ignored = new Map()
    this.#nextId = id + judged.length
    return judged.map((edit, index) => ({ id: id + index, at, ...edit }))
  }

  #textsNow(): string {
    const ignores = this.#build.contexts.map(({ ignore }) => ignore.text)
    return JSON.stringify([this.#build.dockerfile?.text ?? null, ...ignores])
  }
}
