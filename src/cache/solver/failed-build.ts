import type { BuilderState } from '../model/builder-state.ts'
import type { PrintedStep } from '../model/simulation.ts'

/** Names of lines, as the engine showed them in a build that failed. */
export type ShownLines = {
  /** Run to their end. */
  readonly ran: ReadonlySet<string>
  /** Run, and failed. */
  readonly failed: ReadonlySet<string>
  /** Named and never started, as what starts from a step that failed. */
  readonly neverStarted: ReadonlySet<string>
}

/**
 * What a builder holds after a build that was predicted to succeed and failed in the image, which nobody can foresee:
 * steps that the engine showed as run to their end are stored, those that failed or were never started are not, of the
 * others it is not known. `predicted` are the lines as they were predicted.
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
  // Lines of an equal key are one piece of work: one that was not started itself may have been done under another's name.
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
