import { setTimeout as wait } from 'node:timers/promises'
import { defaultOptions } from '../../cache/model/build-options.ts'
import { copyDemo } from '../demo/copy-demo.ts'
import { playScenario } from '../demo/play-scenario.ts'
import { readScenario } from '../demo/scenario.ts'
import { hasTerminal, openWorkbench } from './open-workbench.ts'
import { runPlan } from './run-plan.ts'

export type DemoOptions = {
  /** Seconds between two edits; null: nothing is played. */
  readonly pace: number | null
  readonly color: boolean
}

/** The workbench on a copy of the bundled demo; without a terminal its plan as text. */
export async function runDemo({ pace, color }: DemoOptions): Promise<number> {
  const demo = await copyDemo()
  const request = {
    context: demo.context,
    dockerfile: null,
    options: defaultOptions,
    baseline: { kind: 'now', ref: null } as const,
    builder: null,
    frontend: null,
    daemon: null,
  }
  if (!hasTerminal()) return runPlan({ request, format: 'text', color })
  const subject = { request, image: demo.image, color }
  if (pace === null) return openWorkbench(subject)
  const edits = await readScenario(demo.scenario)
  const pause = (signal: AbortSignal) => wait(pace * 1000, undefined, { signal })
  return openWorkbench({
    ...subject,
    wrapWatcher: (watcher) => playScenario(watcher, { context: demo.context, edits, pause }),
  })
}
