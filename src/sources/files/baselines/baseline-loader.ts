import { statSync } from 'node:fs'
import { FailureError } from '../../../diagnostics/failure.ts'
import type { BuildInputs } from '../../../session/predict-build.ts'
import type { OpenBuild } from '../build/build-files.ts'
import type { WatchReport } from '../build/watch-report.ts'
import type { TreeControl } from '../tree/context-tree.ts'
import { LiveBaseline, nothingBuilt } from './live-baseline.ts'
import { openBaseline, splitSpec } from './open-baseline.ts'

/** Opens the baseline that was asked for, and a baseline file again each time that it is written. */
export class BaselineKeeper {
  readonly #build: OpenBuild
  readonly #environment: NodeJS.ProcessEnv
  readonly #status: WatchReport
  readonly #kind: string
  readonly #ref: string
  #stamp: string | null = null
  #live: LiveBaseline | null = null

  constructor(build: OpenBuild, environment: NodeJS.ProcessEnv, status: WatchReport) {
    this.#build = build
    this.#environment = environment
    this.#status = status
    const { kind, ref } = splitSpec(build.request.baseline)
    this.#kind = kind
    this.#ref = ref
  }

  /** null until it is known; `now` becomes known with the first complete prediction. */
  get live(): LiveBaseline | null {
    return this.#live
  }

  get looseFiles(): readonly string[] {
    return this.#kind === 'file' ? [this.#ref] : []
  }

  /** The present state is the baseline `now`. */
  setNow(inputs: BuildInputs): void {
    const shown = { kind: 'now', ref: null, recordedAt: new Date().toISOString() }
    this.#live = new LiveBaseline({ ...nothingBuilt, shown, builds: [inputs] })
  }

  /** Opens the baseline where it is not open yet, or is a file that changed. One that cannot be had is put in a notice. */
  async refresh(control: TreeControl): Promise<void> {
    if (this.#kind === 'now') return
    const stamp = this.#kind === 'file' ? stampOf(this.#ref) : 'fixed'
    if (stamp === this.#stamp) return
    this.#stamp = stamp
    try {
      const needs = { build: this.#build, environment: this.#environment, control }
      this.#live = new LiveBaseline(await openBaseline(this.#build.request.baseline, needs))
      this.#status.notice('baseline', 'error', null)
    } catch (error) {
      if (!(error instanceof FailureError)) throw error
      const { summary, nextStep } = error.failure
      this.#status.notice('baseline', 'error', `${summary}; ${nextStep}`)
      // A file that is being replaced leaves the last good one in force.
      this.#live ??= new LiveBaseline({ ...nothingBuilt, shown: { kind: this.#kind, ref: this.#ref } })
    }
  }
}

function stampOf(path: string): string {
  try {
    const { mtimeNs, ctimeNs, size, ino } = statSync(path, { bigint: true })
    return [mtimeNs, ctimeNs, size, ino].join(' ')
  } catch {
    return 'missing'
  }
}
