import type { BuildRules } from '../../cache/model/build-options.ts'
import { type BuilderState, emptyBuilder } from '../../cache/model/builder-state.ts'
import type { Simulation } from '../../cache/model/simulation.ts'
import type { BaseImage } from '../../image/model/base-image.ts'
import type { OpenedBaseline } from '../opened-baseline.ts'
import { type BuildInputs, builderAfter, predictBuild } from '../predict-build.ts'

/** The builder that a watched build is compared with, while rules, images and the baseline itself may change. */
export type LiveBaseline = OpenedBaseline & {
  /**
   * The builder state after the builds; null: they have to be run again. The object is identical while it is unchanged.
   */
  readonly builder: BuilderState | null
}

/** A baseline that was just opened; its builds have not been run. */
export const liveBaseline = (opened: OpenedBaseline): LiveBaseline => ({ ...opened, builder: null })

export const nothingBuilt: OpenedBaseline = { shown: { kind: 'none', ref: null }, start: emptyBuilder, builds: [] }

/** A build of the past turns out to have read more: these files of it are not hashed. */
export type PastUnhashed = { readonly index: number; readonly unhashed: Simulation['unhashed'] }

/**
 * Runs the builds again if necessary. They may read files that they did not read before. Returns the first build (after
 * those in `tried`) that needs files hashed, as far as these files are unchanged.
 */
export function runBaseline(
  live: LiveBaseline,
  rules: BuildRules,
  tried: number,
): (LiveBaseline & { readonly builder: BuilderState }) | PastUnhashed {
  if (live.builder !== null) return { ...live, builder: live.builder }
  let builder = live.start
  for (const [index, build] of live.builds.entries()) {
    const unhashed = index < tried ? [] : (predictBuild(build, rules, builder)?.unhashed ?? [])
    if (unhashed.length > 0) return { index, unhashed }
    builder = builderAfter([build], rules, builder)
  }
  return { ...live, builder }
}

/** Other rules apply than was thought: the builds since the start are run again under them. */
export const withOtherRules = (live: LiveBaseline): LiveBaseline =>
  live.builds.length > 0 ? { ...live, builder: null } : live

/** An image that was not known at the time of a build counts as first seen; it does not count as changed. */
export function withLearnedImages(live: LiveBaseline, images: readonly BaseImage[]): LiveBaseline {
  const builds = live.builds.map((build) => withLearned(build, images))
  return builds.every((build, index) => build === live.builds[index]) ? live : { ...live, builds, builder: null }
}

/** One build of the past with files hashed that it reads. */
export const withHashedBuild = (
  live: LiveBaseline,
  index: number,
  trees: Pick<BuildInputs, 'context' | 'named'>,
): LiveBaseline => ({
  ...live,
  builds: live.builds.map((build, at) => (at === index ? { ...build, ...trees } : build)),
})

/** The present state becomes the baseline: it counts as built, on top of the earlier builds. */
export function withPresentState(
  live: LiveBaseline,
  inputs: BuildInputs,
  after: { readonly builder: BuilderState; readonly at: number },
): LiveBaseline {
  const shown = presentState(after.at)
  return { ...live, shown, builds: [...live.builds, inputs], builder: after.builder }
}

/** The present state as the first thing that was ever built. */
export const fromPresentState = (inputs: BuildInputs, at: number): LiveBaseline =>
  liveBaseline({ ...nothingBuilt, shown: presentState(at), builds: [inputs] })

const presentState = (at: number): LiveBaseline['shown'] => ({
  kind: 'now',
  ref: null,
  recordedAt: new Date(at).toISOString(),
})

function withLearned(build: BuildInputs, images: readonly BaseImage[]): BuildInputs {
  const learned = images.filter(({ ref, id }) => id !== null && (build.images.get(ref)?.id ?? null) === null)
  if (learned.length === 0) return build
  return { ...build, images: new Map([...build.images, ...learned.map((image) => [image.ref, image] as const)]) }
}
