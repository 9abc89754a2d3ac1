import { setImmediate as nextTurn } from 'node:timers/promises'
import type { BuildRules } from '../../../cache/model/build-options.ts'
import { type BuilderState, emptyBuilder } from '../../../cache/model/builder-state.ts'
import type { Plan } from '../../../cache/model/plan.ts'
import { asChecking, type BuildInputs } from '../../../session/predict-build.ts'
import type { BaselineKeeper } from '../baselines/baseline-loader.ts'
import type { HashPast } from '../baselines/live-baseline.ts'
import { splitSpec } from '../baselines/open-baseline.ts'
import type { TreeControl } from '../tree/context-tree.ts'
import type { OpenBuild } from './build-files.ts'
import type { EditLog } from './edit-log.ts'
import type { BuildTeller } from './report-events.ts'
import { type Predicted, predictNow } from './simulate-open-build.ts'

type Parts = {
  readonly build: OpenBuild
  readonly baseline: BaselineKeeper
  readonly edits: EditLog
  readonly teller: BuildTeller
  readonly control: TreeControl
  /** Something was heard: what is being hashed may be outdated. */
  readonly interrupted: () => boolean
}

/** Predicts a watched build from what is on disk now, hashing what that takes, and tells the plan with its edits. */
export class PlanMaker {
  readonly #parts: Parts
  #rebase = false
  /** What the plan that was told last was made of. */
  #last: { readonly inputs: BuildInputs; readonly builder: BuilderState; readonly rules: BuildRules } | null = null

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /** A complete plan stands. */
  get hasPlan(): boolean {
    return this.#last !== null
  }

  /** The next plan is told even if nothing changed: something else was told in between. */
  forgetLast(): void {
    this.#last = null
  }

  /** Makes the next state that is predicted the baseline. */
  rebaseNext(): void {
    this.#rebase = true
  }

  /** The steps alone, before anything has been looked at. */
  tellChecking(): void {
    const { build, teller } = this.#parts
    const { kind } = splitSpec(build.request.baseline)
    const { plan } = predictNow(build, emptyBuilder, { kind, ref: null }).simulation
    teller.tell({ type: 'planned', plan: asChecking(plan), edits: [] })
  }

  /** Predicts and tells. Answers false when it was interrupted and has to look again first. */
  async make(): Promise<boolean> {
    const { build, baseline, control, interrupted } = this.#parts
    for (;;) {
      const { live } = baseline
      const builder = live === null ? emptyBuilder : await live.builder(build.rules, this.#hashPast)
      if (live !== null && !this.#rebase && this.#isLast(build.inputs(), builder)) {
        this.#tellIgnored()
        return true
      }
      const predicted = predictNow(build, builder, live?.shown ?? { kind: 'now', ref: null })
      const { unhashed } = predicted.simulation
      if (unhashed.length > 0) {
        await build.hash(unhashed, this.#hashControl(predicted.simulation.plan))
        await nextTurn()
        control.signal.throwIfAborted()
        if (interrupted()) return false
      } else if (live === null) baseline.setNow(predicted.inputs)
      else {
        this.#tellPlan(predicted, builder)
        if (!this.#rebase) return true
        this.#rebase = false
        live.append(predicted.inputs, predicted.simulation.after, new Date().toISOString())
      }
    }
  }

  #isLast(inputs: BuildInputs, builder: BuilderState): boolean {
    const last = this.#last
    return (
      last !== null &&
      last.builder === builder &&
      last.rules === this.#parts.build.rules &&
      last.inputs.text === inputs.text &&
      last.inputs.images === inputs.images &&
      last.inputs.context === inputs.context &&
      last.inputs.named.size === inputs.named.size &&
      [...inputs.named].every(([name, tree]) => last.inputs.named.get(name) === tree)
    )
  }

  #tellPlan({ inputs, simulation }: Predicted, builder: BuilderState): void {
    const { build, edits, teller } = this.#parts
    this.#last = { inputs, builder, rules: build.rules }
    teller.tell({ type: 'planned', plan: simulation.plan, edits: edits.judge(simulation) })
  }

  /** Nothing that a build reads has changed; ignored files may have been saved all the same. */
  #tellIgnored(): void {
    const { edits, teller } = this.#parts
    const ignored = edits.judgeAgain()
    if (teller.plan !== null && ignored.length > 0) teller.tell({ type: 'planned', plan: teller.plan, edits: ignored })
  }

  /** A build of the past turns out to have read more: its files can be hashed while they are what they were. */
  readonly #hashPast: HashPast = async (past, unhashed) => {
    const { build, control } = this.#parts
    if (build.inputs().context !== past.context) return past
    await build.hash(unhashed, control)
    const { context, named } = build.inputs()
    return { ...past, context, named }
  }

  /** Hashing that takes longer than a moment shows the plan as far as it is known. */
  #hashControl(plan: Plan): TreeControl {
    const { baseline, teller, control, interrupted } = this.#parts
    let shown = false
    return {
      ...control,
      interrupted,
      report: (phase, done, total) => {
        if (total !== null && done >= total) return
        if (!shown) teller.tell({ type: 'planned', plan: baseline.live === null ? asChecking(plan) : plan, edits: [] })
        shown = true
        control.report(phase, done, total)
      },
    }
  }
}
