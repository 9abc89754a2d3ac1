import type { Failure } from '../../../diagnostics/failure.ts'
import type { Problem } from '../../../diagnostics/problem.ts'
import { driveSession } from '../../../session/loop/drive-session.ts'
import type { Predicted, SessionState } from '../../../session/loop/session-state.ts'
import type { BaselineStore, ContextTrees, ImageResolver, Progress } from '../../../session/ports.ts'
import { diskFiles } from '../read/disk-files.ts'
import { WatchedTrees } from '../watch/watched-trees.ts'
import { realClock } from './real-clock.ts'

export type ReadSession =
  | { readonly kind: 'planned'; readonly last: Predicted; readonly session: SessionState }
  | { readonly kind: 'problem'; readonly problem: Problem }
  | { readonly kind: 'failure'; readonly failure: Failure }

/** Drives a session of mode `once` over this machine's disk to its end. Rejects only with the signal's reason. */
export async function readSession(
  start: SessionState,
  given: {
    readonly baselines: BaselineStore
    readonly images: ImageResolver
    readonly environment: NodeJS.ProcessEnv
    readonly report: Progress['report']
    readonly signal: AbortSignal
    /** Absent: trees of its own. */
    readonly trees?: ContextTrees
  },
): Promise<ReadSession> {
  const { baselines, images, environment, signal } = given
  const trees = given.trees ?? new WatchedTrees({ environment, watchers: null })
  let end: Exclude<ReadSession, { readonly kind: 'planned' }> | null = null
  const session = driveSession(start, {
    ports: { files: diskFiles, trees, baselines, images, changes: nothingToWatch, clock: realClock },
    report: (event) => {
      if (event.type === 'progress') given.report(event.phase, event.done, event.total)
      if (event.type === 'broken') end = { kind: 'problem', problem: event.problem }
      if (event.type === 'failed') end = { kind: 'failure', failure: event.failure }
    },
    wakeAfter: () => undefined,
    rest: () => trees.save(),
    signal,
  })
  session.report({ type: 'started' })
  await session.whenIdle()
  signal.throwIfAborted()
  if (end !== null) return end
  const { last } = session.state()
  if (last === null) throw new Error('a build was read to its end without a plan')
  return { kind: 'planned', last, session: session.state() }
}

const nothingToWatch = { follow: async () => ({ elsewhere: false, watches: 0, limit: null }) }
