import type { BaseImage } from '../../../image/model/base-image.ts'
import type { BuildEvent } from '../../../session/build-event.ts'
import type { BuildRequest } from '../../../session/build-request.ts'
import type { EngineInfo } from '../../../session/engine-event.ts'
import { type DrivenSession, driveSession } from '../../../session/loop/drive-session.ts'
import { newSession } from '../../../session/loop/session-state.ts'
import { collectGarbage } from '../../collect-garbage.ts'
import { machinePlatform } from '../../machine-platform.ts'
import { diskBaselines } from '../baselines/disk-baselines.ts'
import { dockerfileCommands } from '../dockerfiles/suggest-dockerfiles.ts'
import { diskFiles } from '../read/disk-files.ts'
import { realClock } from '../session/real-clock.ts'
import { ChangeBatcher } from '../watch/change-batcher.ts'
import { WatchedTrees } from '../watch/watched-trees.ts'

/** Reading so many files leaves garbage worth collecting. */
const manyFiles = 10_000

/** A session over this machine's disk. It runs inside the worker, which forwards its reports. */
export class WatchedBuild {
  readonly #changes: ChangeBatcher
  readonly #trees: WatchedTrees
  readonly #session: DrivenSession
  readonly #abort = new AbortController()
  #timer: NodeJS.Timeout | null = null

  constructor(options: {
    readonly request: BuildRequest
    /** The process's: says where digests are remembered. */
    readonly environment: NodeJS.ProcessEnv
    readonly report: (event: BuildEvent) => void
  }) {
    const { request, environment, report } = options
    this.#changes = new ChangeBatcher((batch) => this.#session.report({ type: 'changes-heard', batch }))
    this.#trees = new WatchedTrees({ environment, watchers: this.#changes })
    this.#session = driveSession(newSession({ request, mode: 'watch', machine: machinePlatform, engine: null }), {
      ports: {
        files: diskFiles,
        trees: this.#trees,
        baselines: diskBaselines(environment),
        changes: this.#changes,
        // A watched build gets images when an engine reports them.
        images: { resolve: async () => [] },
        clock: realClock,
      },
      report: (event) => {
        report(event)
        if (event.type === 'broken' && event.problem.isMissing) void this.#findDockerfiles(request, report)
      },
      wakeAfter: (ms) => this.#wakeAfter(ms),
      rest: (files) => {
        // A build that is watched for hours is remembered early, in case it ends badly.
        this.#trees.save()
        if (files >= manyFiles) collectGarbage()
      },
      signal: this.#abort.signal,
    })
  }

  async #findDockerfiles(request: BuildRequest, report: (event: BuildEvent) => void): Promise<void> {
    const commands = await dockerfileCommands(request.context, process.cwd()).catch(() => [])
    if (!this.#abort.signal.aborted) report({ type: 'dockerfiles-found', commands })
  }

  start(): void {
    this.#session.report({ type: 'started' })
  }

  resolveImages(images: readonly BaseImage[]): void {
    this.#session.report({ type: 'images-known', images })
  }

  setEngine(engine: EngineInfo | null): void {
    this.#session.report({ type: 'engine-known', engine })
  }

  /** The present state becomes the baseline. */
  rebase(): void {
    this.#session.report({ type: 'baseline-set' })
  }

  /** The process was stopped for a while: events may have been lost. */
  resume(): void {
    this.#session.report({ type: 'resumed' })
  }

  /** Stops watching and stores digests; nothing is reported after it. */
  async close(): Promise<void> {
    this.#abort.abort()
    this.#wakeAfter(null)
    await this.#session.whenIdle()
    await this.#changes.close()
    this.#trees.save()
  }

  #wakeAfter(ms: number | null): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = ms === null ? null : setTimeout(() => this.#session.report({ type: 'time-passed' }), ms)
  }
}
