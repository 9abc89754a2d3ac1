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
  let isBuilt = false
  const next = (holds: (event: BuildEvent) => boolean) =>
    new Promise<void>((resolve) => {
      heard = (event) => {
        if (holds(event)) resolve()
      }
    })
  return {
    start(request, report) {
      const firstPlan = next(({ type }) => type === 'planned')
      watcher.start(request, (event) => {
        report(event.type === 'planned' ? { ...event, plan: { ...event.plan, warnings: [] } } : event)
        if (event.type === 'planned') isBuilt = rerunsNothing(event)
        heard(event)
      })
      const verdict = () => next((event) => 'edits' in event && event.edits.length > 0)
      const built = async () => {
        const taken = isBuilt ? undefined : next(rerunsNothing)
        watcher.rebase()
        await taken
      }
      const announce = (text: string) => report({ type: 'notice', notice: { id: 'demo', level: 'info', text } })
      firstPlan
        .then(() => play(playing, { verdict, built, announce, signal: stop.signal }))
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

const rerunsNothing = (event: BuildEvent): boolean =>
  event.type === 'planned' && event.plan.summary.cached === event.plan.steps.length

type Stage = {
  /** Resolves with the next verdict on an edit. */
  readonly verdict: () => Promise<void>
  /** Takes the present state as built; resolves when the plan says so. An edit before that would be taken as built, too. */
  readonly built: () => Promise<void>
  readonly announce: (text: string) => void
  readonly signal: AbortSignal
}

async function play({ context, edits, pause }: Playing, { verdict, built, announce, signal }: Stage) {
  announce(`${edits.length} edits follow, each with its verdict.`)
  await pause(signal)
  for (const [index, edit] of edits.entries()) {
    const judged = verdict()
    announce(`${index + 1}/${edits.length} ${edit.caption}`)
    await applyEdit(context, edit)
    await judged
    await pause(signal)
    if (edit.thenBuilt === true) await built()
  }
  announce(`That was the demo. Edit the copy in ${context} yourself, or press q.`)
}
