import { join, resolve } from 'node:path'
import { onTestFinished } from 'vitest'
import { defaultOptions } from '../../../src/cache/model/build-options.ts'
import type { Plan } from '../../../src/cache/model/plan/plan.ts'
import { parseBaselineName } from '../../../src/session/baselines/baseline-table.ts'
import type { BuildEvent } from '../../../src/session/build-event.ts'
import type { BuildRequest } from '../../../src/session/build-request.ts'
import type { Edit } from '../../../src/session/edit.ts'
import { WatchedBuild } from '../../../src/sources/files/build/watched-build.ts'
import { temporaryTree } from './temporary-tree.ts'

/** Parts of a request; `baseline` as it is written on the command line. */
export type RequestChanges = Partial<Omit<BuildRequest, 'baseline'>> & { readonly baseline?: string }

export const requestFor = (context: string, { baseline = 'now', ...changes }: RequestChanges = {}): BuildRequest => ({
  context,
  dockerfile: null,
  options: defaultOptions,
  baseline: parseBaselineName(baseline, (path) => resolve(path))!,
  builder: null,
  frontend: null,
  daemon: null,
  ...changes,
})

/** An environment whose cache directory is empty and the test's own. */
export const ownCache = (): NodeJS.ProcessEnv => ({ XDG_CACHE_HOME: join(temporaryTree(), 'cache') })

/** A build being watched, and the events it has reported, to be waited for. */
export class Watching {
  readonly events: BuildEvent[] = []
  readonly build: WatchedBuild
  #from = 0
  #woken: () => void = () => undefined

  constructor(request: BuildRequest, environment: NodeJS.ProcessEnv = ownCache()) {
    const report = (event: BuildEvent) => {
      this.events.push(event)
      this.#woken()
    }
    this.build = new WatchedBuild({ request, environment, report })
    onTestFinished(() => this.build.close())
    this.build.start()
  }

  /** The next event that `wanted` picks, after those that earlier calls answered. */
  async next<T>(wanted: (event: BuildEvent) => T | undefined | false | null): Promise<T> {
    for (;;) {
      for (; this.#from < this.events.length; ) {
        const event = this.events[this.#from++]!
        if (event.type === 'failed' && event.failure.kind === 'internal-error') throw new Error(event.failure.detail)
        const picked = wanted(event)
        if (picked !== undefined && picked !== false && picked !== null) return picked
      }
      await new Promise<void>((resolve) => {
        this.#woken = resolve
      })
    }
  }

  event<K extends BuildEvent['type']>(type: K): Promise<BuildEvent & { readonly type: K }> {
    return this.next((event) => event.type === type && (event as BuildEvent & { readonly type: K }))
  }

  /** The next plan in which nothing is being checked. */
  plan(): Promise<Plan> {
    return this.next((event) => event.type === 'planned' && isComplete(event.plan) && event.plan)
  }

  /** The next edit of this path, with the plan that came with it. */
  edit(path: string): Promise<{ readonly edit: Edit; readonly plan: Plan }> {
    return this.next((event) => {
      if (event.type !== 'planned') return undefined
      const edit = event.edits.find((other) => other.path === path)
      return edit && { edit, plan: event.plan }
    })
  }
}

const isComplete = (plan: Plan): boolean => plan.steps.every(({ status }) => status !== 'checking')

/** Watches a build and waits until its first complete plan stands and everything is listened to. */
export async function settled(request: BuildRequest, environment?: NodeJS.ProcessEnv): Promise<Watching> {
  const watching = new Watching(request, environment)
  await watching.event('settled')
  return watching
}

/** `COPY src/ ./src/: rebuilt`, for steps that are not cached. */
export const rerunning = (plan: Plan): string[] =>
  plan.steps.filter(({ status }) => status !== 'cached').map(({ text, status }) => `${text}: ${status}`)
