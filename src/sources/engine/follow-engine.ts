import { setTimeout } from 'node:timers/promises'
import type { InferOutput } from 'valibot'
import { type Failure, FailureError } from '../../diagnostics/failure.ts'
import type { EngineEvent } from '../../runtime/ports.ts'
import { eventShape } from './answer-shapes.ts'
import { checkAnswer, readJsonLines } from './engine-answer.ts'
import type { EngineClient } from './engine-client.ts'
import { engineFailure } from './engine-failure.ts'
import { readEngineInfo } from './engine-info.ts'

/** An engine that does not answer by then hangs. */
const timeoutMs = 20_000
const firstWait = 250
const longestWait = 5000

export type FollowedEngine = {
  readonly open: () => Promise<EngineClient>
  /** DOCKER_BUILDKIT, as the docker command reads it. */
  readonly buildkit: string | undefined
}

/**
 * Reports whether the engine is there, and the changes of its images, until the signal. One request stays open for
 * events. While the engine is away, it is asked for every few seconds; the cost is too small to measure.
 */
export async function followEngine(
  engine: FollowedEngine,
  report: (event: EngineEvent) => void,
  signal: AbortSignal,
): Promise<void> {
  let away: Failure | null = null
  let wait = firstWait
  while (!signal.aborted) {
    const failure = await followOnce(
      engine,
      (event) => {
        away = null
        wait = firstWait
        report(event)
      },
      signal,
    )
    if (signal.aborted) return
    if (failure.kind !== away?.kind || failure.summary !== away.summary) report({ type: 'engine.away', failure })
    away = failure
    await setTimeout(wait, undefined, { signal }).catch(() => undefined)
    wait = Math.min(wait * 2, longestWait)
  }
}

/** Follows until the engine goes away, and says why. */
async function followOnce(
  { open, buildkit }: FollowedEngine,
  report: (event: EngineEvent) => void,
  signal: AbortSignal,
): Promise<Failure> {
  let client: EngineClient | null = null
  try {
    client = await open()
    const soon = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)])
    const engine = await readEngineInfo(client, buildkit, soon)
    // Listening comes first, so that no change falls between the report and the first event.
    const events = await client.stream('/events', { filters: JSON.stringify({ type: ['image'] }) }, signal)
    report({ type: 'engine.connected', engine })
    for await (const event of readJsonLines(events, '/events')) {
      const ref = changedImage(checkAnswer(eventShape, event, '/events'))
      if (ref !== null) report({ type: 'engine.images-changed', ref })
    }
    return engineFailure(Object.assign(new Error('its events ended'), { code: 'ECONNRESET' }), client.endpoint).failure
  } catch (error) {
    if (error instanceof FailureError) return error.failure
    return client === null ? notOpened(error) : engineFailure(error, client.endpoint).failure
  } finally {
    client?.close()
  }
}

const notOpened = (error: unknown): Failure => ({
  kind: 'engine-error',
  summary: 'the Docker engine cannot be asked',
  detail: String(error),
  nextStep: 'try: docker version',
})

/** Actions that change the meaning of a reference or the set of images. */
const changes = new Set(['tag', 'untag', 'delete', 'pull', 'load', 'import', 'create', 'build'])

const changedImage = ({ Action, Actor }: InferOutput<typeof eventShape>): string | null =>
  changes.has(Action) ? Actor?.Attributes?.name || Actor?.ID || '' : null
