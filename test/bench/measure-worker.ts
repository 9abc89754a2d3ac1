import { appendFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { defaultOptions } from '../../src/cache/model/build-options.ts'
import type { BuildEvent } from '../../src/session/build-event.ts'
import type { BuildRequest } from '../../src/session/build-request.ts'
import { createBuildWatcher } from '../../src/sources/files/worker/watch-build.ts'
import { type BenchContext, restBetweenEdits } from './bench-context.ts'
import { type Spread, spreadOf } from './statistics.ts'

export type WorkerFigures = {
  /** From starting the thread to the first complete plan, no digest known. */
  readonly cold: Spread
  /** The same with all digests remembered from an earlier run. */
  readonly remembered: Spread
  /** From before a file is written to the arrival of its verdict on the main thread. */
  readonly edit: Spread
}

/** Measures the watching thread by itself: what a screen adds is not in these figures. */
export async function measureWorker(
  { root, editable }: BenchContext,
  worker: string,
  runs: { readonly cold: number; readonly remembered: number; readonly edits: number },
): Promise<WorkerFigures> {
  const cold: number[] = []
  const remembered: number[] = []
  const edits: number[] = []
  const cache = mkdtempSync(join(tmpdir(), 'layertui-bench-cache-'))
  const before = process.env.XDG_CACHE_HOME
  process.env.XDG_CACHE_HOME = cache
  try {
    for (let run = 0; run < runs.cold; run++) {
      rmSync(join(cache, 'layertui'), { recursive: true, force: true })
      const watched = await watch(root, worker)
      cold.push(watched.firstPlanMs)
      await watched.close()
    }
    for (let run = 0; run < runs.remembered; run++) {
      const watched = await watch(root, worker)
      remembered.push(watched.firstPlanMs)
      // The last one stays for the edits.
      if (run === runs.remembered - 1) {
        for (let edit = 0; edit < runs.edits; edit++) edits.push(await watched.edit(editable[edit % editable.length]!))
      }
      await watched.close()
    }
  } finally {
    if (before === undefined) delete process.env.XDG_CACHE_HOME
    else process.env.XDG_CACHE_HOME = before
    rmSync(cache, { recursive: true, force: true })
  }
  return { cold: spreadOf(cold), remembered: spreadOf(remembered), edit: spreadOf(edits) }
}

async function watch(root: string, worker: string) {
  const events = eventQueue()
  const watcher = createBuildWatcher(pathToFileURL(worker))
  const startedAt = performance.now()
  watcher.start(requestFor(root), events.push)
  await events.next((event) => event.type === 'planned' && event.plan.steps.every(({ status }) => status === 'cached'))
  const firstPlanMs = performance.now() - startedAt
  await events.next((event) => event.type === 'settled')
  return {
    firstPlanMs,
    async edit(path: string): Promise<number> {
      const savedAt = performance.now()
      appendFileSync(join(root, path), '// edited\n')
      await events.next(
        (event) =>
          event.type === 'planned' && event.edits.some((edit) => edit.path === path && edit.verdict.kind === 'busts'),
      )
      const took = performance.now() - savedAt
      await events.next((event) => event.type === 'settled')
      await restBetweenEdits()
      return took
    },
    close: () => watcher.close(),
  }
}

function eventQueue() {
  const waiting: BuildEvent[] = []
  let wake: () => void = () => undefined
  return {
    push(event: BuildEvent): void {
      waiting.push(event)
      wake()
    },
    async next(wanted: (event: BuildEvent) => boolean): Promise<void> {
      for (;;) {
        for (let event = waiting.shift(); event !== undefined; event = waiting.shift()) {
          if (event.type === 'failed') throw new Error(event.failure.summary)
          if (wanted(event)) return
        }
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
    },
  }
}

const requestFor = (context: string): BuildRequest => ({
  context,
  dockerfile: null,
  options: defaultOptions,
  baseline: { kind: 'now', ref: null },
  builder: null,
  frontend: null,
  daemon: null,
})
