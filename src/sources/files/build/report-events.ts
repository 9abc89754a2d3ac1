import type { Plan } from '../../../cache/model/plan.ts'
import type { Failure } from '../../../diagnostics/failure.ts'
import type { BuildEvent } from '../../../session/build-event.ts'

/** Work that is over in a moment is not worth a line. */
const progressAfterMs = 100

/** Reports events, each thing once: repeated failures, questions and short work are kept back. */
export class BuildTeller {
  readonly #report: (event: BuildEvent) => void
  readonly #signal: AbortSignal
  #plan: Plan | null = null
  #told = false
  #busySince = 0
  #failure = ''
  #imagesAsked: ReadonlySet<string> = new Set()

  constructor(report: (event: BuildEvent) => void, signal: AbortSignal) {
    this.#report = report
    this.#signal = signal
  }

  /** The plan that was told last. */
  get plan(): Plan | null {
    return this.#plan
  }

  /** Whether anything was told since work began. */
  get hasTold(): boolean {
    return this.#told
  }

  /** The last that was told is a failure. */
  get isFailing(): boolean {
    return this.#failure !== ''
  }

  workBegins(): void {
    this.#told = false
    this.#busySince = performance.now()
  }

  tell(event: BuildEvent): void {
    if (this.#signal.aborted) return
    if (event.type === 'planned') this.#plan = event.plan
    if (event.type === 'planned' || event.type === 'broken') this.#failure = ''
    this.#told = true
    this.#report(event)
  }

  progress(phase: 'walking' | 'hashing', done: number, total: number | null): void {
    if (performance.now() - this.#busySince > progressAfterMs) this.tell({ type: 'progress', phase, done, total })
  }

  failed(failure: Failure): void {
    const failed = JSON.stringify(failure)
    if (failed !== this.#failure) this.tell({ type: 'failed', failure })
    this.#failure = failed
  }

  askForImages(refs: readonly string[]): void {
    if (refs.every((ref) => this.#imagesAsked.has(ref))) return
    this.#imagesAsked = new Set(refs)
    this.tell({ type: 'images-asked', refs })
  }
}
