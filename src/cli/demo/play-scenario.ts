import type { BuildWatcher } from '../../runtime/ports.ts'
import type { BuildEvent } from '../../session/build-event.ts'
import { applyEdit, type ScenarioEdit } from './scenario.ts'

export type Playing = {
  /** The folder whose files are edited. */
  readonly context: string
  readonly edits: readonly ScenarioEdit[]
  /** Lets the reader read; rejects when the signal goes off. */
  readonly pause: (signal: AbortSignal) => Promise<void>
}

/**
 * A watcher that also saves files: it plays the edits, each with its sentence as a notice, and waits for the verdict of
 * one before it goes on to the next. Everything else is the real watcher's work, but for the plan's warnings: the
 * sentences have that place for themselves.
 */
export function playScenario(watcher: BuildWatcher, playing: Playing): BuildWatcher {
  const stop = new AbortController()
  let heard: (event: BuildEvent) => void = () => {}
  return {
    start(request, report) {
      const firstPlan = new Promise<void>((resolve) => {
        heard = (event) => {
          if (event.type === 'planned') resolve()
        }
      })
      watcher.start(request, (event) => {
        report(event.type === 'planned' ? { ...event, plan: { ...event.plan, warnings: [] } } : event)
        heard(event)
      })
      const verdict = () =>
        new Promise<void>((resolve, reject) => {
          stop.signal.addEventListener('abort', () => reject(stop.signal.reason), { once: true })
          heard = (event) => {
            if ('edits' in event && event.edits.length > 0) resolve()
          }
        })
      const announce = (text: string) => report({ type: 'notice', notice: { id: 'demo', level: 'info', text } })
      firstPlan
        .then(() => play(watcher, playing, { verdict, announce, signal: stop.signal }))
        .catch((error: unknown) => {
          if (!stop.signal.aborted)
            announce(`The scenario stopped: ${error instanceof Error ? error.message : String(error)}`)
        })
    },
    resolveImages: (images) => watcher.resolveImages(images),
    setEngine: (engine) => watcher.setEngine(engine),
    rebase: () => watcher.rebase(),
    close() {
      stop.abort()
      return watcher.close()
    },
  }
}

type Stage = {
  /** Resolves with the next verdict on an edit. */
  readonly verdict: () => Promise<void>
  readonly announce: (text: string) => void
  readonly signal: AbortSignal
}

async function play(watcher: BuildWatcher, { context, edits, pause }: Playing, { verdict, announce, signal }: Stage) {
  announce(`${edits.length} edits follow, each with its verdict.`)
  await pause(signal)
  for (const [index, edit] of edits.entries()) {
    const judged = verdict()
    announce(`${index + 1}/${edits.length} ${edit.caption}`)
    await applyEdit(context, edit)
    await judged
    await pause(signal)
    if (edit.thenBuilt === true) watcher.rebase()
  }
  announce(`That was the demo. Edit the copy in ${context} yourself, or press q.`)
}
