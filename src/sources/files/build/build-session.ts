import { setTimeout as delay, setImmediate as nextTurn } from 'node:timers/promises'
import { sizeOf } from '../../../context/tree/tree-size.ts'
import { type Failure, FailureError } from '../../../diagnostics/failure.ts'
import type { BaseImage } from '../../../image/model/base-image.ts'
import type { BuildEvent } from '../../../session/build-event.ts'
import type { BuildRequest } from '../../../session/build-request.ts'
import type { EngineInfo } from '../../../session/engine-event.ts'
import { rulesInForce } from '../../../session/rules-in-force.ts'
import { machinePlatform } from '../../machine-platform.ts'
import { BaselineKeeper } from '../baselines/baseline-loader.ts'
import type { TreeControl } from '../tree/context-tree.ts'
import { type Batch, Listening } from '../watch/change-batcher.ts'
import { TreeKeeper } from '../watch/context-snapshots.ts'
import { collectGarbage } from '../worker/collect-garbage.ts'
import { OpenBuild, type OpenBuildOptions, type Readiness } from './build-files.ts'
import { EditLog } from './edit-log.ts'
import { PlanMaker } from './predictor.ts'
import { BuildTeller } from './report-events.ts'
import { WatchReport } from './watch-report.ts'

export type WatchedBuildOptions = {
  readonly request: BuildRequest
  /** The process's: says where digests are remembered. */
  readonly environment: NodeJS.ProcessEnv
  readonly report: (event: BuildEvent) => void
}

/** How long to wait before looking whether a context that went away is back. */
const retryMs = 500
/** How long an editor may take between emptying a file and writing it. */
const savingMs = 80
/** Reading so many files leaves garbage worth collecting. */
const manyFiles = 10_000
/** Polling costs at most this share of the time. */
const pollingShare = 1 / 20
const shortestPollMs = 2000

/**
 * One build, watched: rounds of looking, predicting and telling, one at a time. Events only say that a round is due and
 * where to look; what a round tells comes from the disk. Runs inside the worker.
 */
export class WatchedBuild {
  readonly #options: WatchedBuildOptions
  readonly #build: OpenBuild
  readonly #listening = new Listening(() => this.#wake())
  readonly #teller: BuildTeller
  readonly #status: WatchReport
  readonly #baseline: BaselineKeeper
  readonly #edits: EditLog
  readonly #plans: PlanMaker
  readonly #control: TreeControl
  readonly #abort = new AbortController()
  readonly #trees = new TreeKeeper(this.#listening)
  #running: Promise<void> | null = null
  #asked = false
  #pollDue = false
  #timer: NodeJS.Timeout | null = null
  #rested = false

  constructor(options: WatchedBuildOptions) {
    this.#options = options
    const { request, environment } = options
    const entering: OpenBuildOptions['entering'] = (context, root, directory) =>
      this.#listening.watcherOf(context, root).enter(directory)
    this.#build = new OpenBuild({ request, environment, entering })
    this.#build.rules = rulesInForce(request, null, machinePlatform)
    this.#teller = new BuildTeller(options.report, this.#abort.signal)
    this.#status = new WatchReport((event) => this.#teller.tell(event))
    this.#baseline = new BaselineKeeper(this.#build, environment, this.#status)
    this.#edits = new EditLog(this.#build)
    this.#control = {
      report: (phase, done, total) => this.#teller.progress(phase, done, total),
      interrupted: () => false,
      signal: this.#abort.signal,
    }
    this.#plans = new PlanMaker({
      build: this.#build,
      baseline: this.#baseline,
      edits: this.#edits,
      teller: this.#teller,
      control: this.#control,
      interrupted: () => this.#listening.isDue,
    })
  }

  start(): void {
    this.#ask()
  }

  resolveImages(images: readonly BaseImage[]): void {
    const known = this.#build.images
    // An engine that went away takes nothing back: without it a base counts as unchanged.
    const news = images.filter(({ ref, id }) => id !== null || !known.has(ref))
    if (news.length === 0) return
    this.#build.images = new Map([...known, ...news.map((image) => [image.ref, image] as const)])
    this.#baseline.live?.learnImages(images)
    this.#ask()
  }

  setEngine(engine: EngineInfo | null): void {
    const rules = rulesInForce(this.#options.request, engine, machinePlatform)
    if (JSON.stringify(rules) === JSON.stringify(this.#build.rules)) return
    this.#build.rules = rules
    this.#baseline.live?.rulesChanged()
    this.#ask()
  }

  rebase(): void {
    this.#plans.rebaseNext()
    this.#ask()
  }

  /** The process was stopped for a while: events may have been lost. */
  resume(): void {
    this.#listening.raise({ doubt: true })
  }

  /** Stops listening and remembers digests; nothing is reported any more. */
  async close(): Promise<void> {
    this.#abort.abort()
    if (this.#timer !== null) clearTimeout(this.#timer)
    await this.#running
    await this.#listening.close()
    this.#build.save()
  }

  #ask(): void {
    this.#asked = true
    this.#wake()
  }

  #wake(): void {
    if (this.#running === null && !this.#abort.signal.aborted) this.#running = this.#run()
  }

  async #run(): Promise<void> {
    // Lets whoever asked finish: several wishes become one round.
    await nextTurn()
    let failed = false
    const onlyPolled = this.#pollDue
    this.#teller.workBegins()
    while (!this.#abort.signal.aborted && (this.#asked || this.#listening.isDue)) {
      this.#asked = false
      failed = await this.#round(this.#listening.take())
    }
    this.#running = null
    if (this.#abort.signal.aborted) return
    if (this.#teller.hasTold || !onlyPolled) this.#teller.tell({ type: 'settled' })
    this.#comeToRest()
    this.#scheduleNext(failed)
  }

  /** Looks, predicts and tells. Answers whether the context is out of reach. */
  async #round(batch: Batch | null): Promise<boolean> {
    try {
      if (batch !== null) this.#edits.hear(batch)
      const poll = this.#pollDue
      this.#pollDue = false
      await this.#trees.lookAgain(this.#build.contexts, batch, this.#control)
      if (poll) await this.#trees.walkAll(this.#build.contexts, this.#control)
      const readiness = await this.#read()
      if (readiness.kind !== 'ready') {
        this.#tellBroken(readiness)
        await this.#followFiles()
        return false
      }
      this.#teller.askForImages(readiness.graph.images)
      if (this.#teller.plan === null) this.#plans.tellChecking()
      await this.#trees.walkNew(this.#build.contexts, this.#control)
      await this.#baseline.refresh(this.#control)
      if (!(await this.#plans.make())) this.#asked = true
      await this.#followFiles()
      this.#status.tell(this.#build, this.#listening, this.#pollingMs)
      return false
    } catch (error) {
      if (this.#abort.signal.aborted) return false
      this.#plans.forgetLast()
      this.#teller.failed(error instanceof FailureError ? error.failure : internalFailure(error))
      // A fault of our own is not mended by trying again; the next save may be.
      return error instanceof FailureError
    }
  }

  /** An editor that saves in place empties the file first: what it writes next is a moment away. */
  async #read(): Promise<Readiness> {
    const readiness = this.#build.read()
    if (!this.#build.isEmptied) return readiness
    await delay(savingMs, undefined, { signal: this.#abort.signal })
    return this.#build.read()
  }

  /** Files outside the walked trees; a broken build is listened to as well. */
  async #followFiles(): Promise<void> {
    const others = await this.#listening.followFiles([...this.#build.looseFiles, ...this.#baseline.looseFiles])
    if (others) this.#asked = true
  }

  #tellBroken(readiness: Exclude<Readiness, { readonly kind: 'ready' }>): void {
    if (readiness.kind === 'failure' && !readiness.failure.kind.includes('dockerfile')) {
      throw new FailureError(readiness.failure)
    }
    const problem =
      readiness.kind === 'problem'
        ? readiness.problem
        : {
            file: 'Dockerfile',
            line: 0,
            column: 0,
            message: readiness.failure.summary,
            hint: readiness.failure.nextStep,
          }
    const edits = this.#edits.judgeBroken(problem)
    this.#plans.forgetLast()
    // After a failure, what was broken before it is news again.
    if (edits !== null || this.#teller.isFailing) this.#teller.tell({ type: 'broken', problem, edits: edits ?? [] })
  }

  /** A build that is watched for hours is remembered early, in case it ends badly. */
  #comeToRest(): void {
    if (this.#rested || !this.#plans.hasPlan) return
    this.#rested = true
    this.#build.save()
    const files = this.#build.contexts.reduce(
      (sum, { tree }) => sum + (tree.snapshot === null ? 0 : sizeOf(tree.snapshot).files),
      0,
    )
    if (files >= manyFiles) collectGarbage()
  }

  get #pollingMs(): number {
    return Math.max(shortestPollMs, this.#trees.walkMs / pollingShare)
  }

  #scheduleNext(failed: boolean): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
    const polls = this.#listening.limit !== null
    if (!failed && !polls) return
    this.#timer = setTimeout(
      () => {
        this.#pollDue = true
        this.#ask()
      },
      failed ? retryMs : this.#pollingMs,
    )
  }
}

const internalFailure = (error: unknown): Failure => ({
  kind: 'internal-error',
  summary: `internal error: ${error instanceof Error ? error.message : String(error)}`,
  detail: error instanceof Error ? (error.stack ?? '') : '',
  nextStep: 'please report this; the next save is checked as usual',
})
