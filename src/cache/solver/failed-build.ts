import type { BuilderState } from '../model/builder-state.ts'
import type { PrintedStep } from '../model/simulation.ts'

/** The names of the lines that the engine printed in a build that failed. */
export type ShownLines = {
  /** Steps that finished. */
  readonly ran: ReadonlySet<string>
  /** Steps that failed. */
  readonly failed: ReadonlySet<string>
  /** Steps that never started, because a step before them failed. */
  readonly neverStarted: ReadonlySet<string>
}

/**
 * The builder state after a build that was predicted to succeed and failed while a step ran. Steps that the engine
 * printed as finished are stored; steps that failed or never started are not; for the others it is not known.
 * `predicted` holds the predicted lines.
 */
export function afterFailedBuild(
  before: BuilderState,
  after: BuilderState,
  predicted: readonly PrintedStep[],
  shown: ShownLines,
): BuilderState {
  const steps = predicted.filter(({ kind }) => kind === 'step')
  const failed = keysOf(steps.filter(({ name }) => shown.failed.has(name)))
  const stored = keysOf(steps.filter(({ name }) => shown.ran.has(name)))
  // Lines with equal keys are one vertex: a line that never started may have been done under the name of another line.
  const begun = keysOf(steps.filter(({ name }) => !shown.neverStarted.has(name)))
  const never = keysOf(steps.filter(({ key }) => !begun.has(key)))
  const missing = new Set([...failed, ...never])
  const keys = new Set(before.keys)
  const maybe = new Set([...before.maybe].filter((key) => !failed.has(key)))
  for (const key of after.keys) {
    if (stored.has(key)) keys.add(key)
    else if (!keys.has(key) && !missing.has(key)) maybe.add(key)
  }
  const isKnown = ({ key }: { readonly key: string }) => keys.has(key) || maybe.has(key)
  const records = new Map([...after.records].map(([at, known]) => [at, known.filter(isKnown)]))
  return { ...after, keys, maybe, records, aliases: before.aliases, links: before.links, pastBuilds: before.pastBuilds }
}

const keysOf = (steps: readonly PrintedStep[]): ReadonlySet<string> => new Set(steps.map(({ key }) => key))
