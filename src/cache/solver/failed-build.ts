import type { BuilderState } from '../builder-state.ts'
import type { PrintedStep } from '../simulate.ts'

/**
 * What a builder holds after a build that was predicted to succeed and failed in the image, which nobody can foresee:
 * steps that the engine showed as run to their end are stored, of the others it is not known.
 * `ran` are the names of lines shown as done; `predicted` the lines as they were predicted.
 */
export function afterFailedBuild(
  before: BuilderState,
  after: BuilderState,
  predicted: readonly PrintedStep[],
  ran: ReadonlySet<string>,
): BuilderState {
  const stored = new Set(predicted.filter(({ kind, name }) => kind === 'step' && ran.has(name)).map(({ key }) => key))
  const keys = new Set(before.keys)
  const maybe = new Set(before.maybe)
  for (const key of after.keys) {
    if (stored.has(key)) keys.add(key)
    else if (!keys.has(key)) maybe.add(key)
  }
  return { ...after, keys, maybe, aliases: before.aliases, links: before.links, pastBuilds: before.pastBuilds }
}
