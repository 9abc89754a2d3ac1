import type { BuildRules } from '../../../cache/model/build-options.ts'
import { type BuilderState, emptyBuilder } from '../../../cache/model/builder-state.ts'
import type { Plan } from '../../../cache/model/plan.ts'
import type { Simulation } from '../../../cache/model/simulation.ts'
import type { BaseImage } from '../../../image/model/base-image.ts'
import { type BuildInputs, builderAfter, predictBuild } from '../../../session/predict-build.ts'
import type { Baseline } from './open-baseline.ts'

export type HashPast = (build: BuildInputs, unhashed: Simulation['unhashed']) => Promise<BuildInputs>

/** The builder that a watched build is measured against, while rules, images and the baseline itself may change. */
export class LiveBaseline {
  #baseline: Baseline
  #builder: BuilderState | null = null

  constructor(baseline: Baseline) {
    this.#baseline = baseline
  }

  get shown(): Plan['baseline'] {
    return this.#baseline.shown
  }

  /**
   * Identical as long as nothing about it changed. Where the builds have to be run again, they may read files that they
   * did not before: `hash` answers the inputs with those hashed, as far as the files are still what they were.
   */
  async builder(rules: BuildRules, hash: HashPast): Promise<BuilderState> {
    if (this.#builder !== null) return this.#builder
    const builds: BuildInputs[] = []
    let builder = this.#baseline.start
    for (const build of this.#baseline.builds) {
      const unhashed = predictBuild(build, rules, builder)?.unhashed ?? []
      const hashed = unhashed.length === 0 ? build : await hash(build, unhashed)
      builds.push(hashed)
      builder = builderAfter([hashed], rules, builder)
    }
    this.#baseline = { ...this.#baseline, builds }
    this.#builder = builder
    return builder
  }

  /** Other rules apply than was thought: the builds since the start are run again under them. */
  rulesChanged(): void {
    if (this.#baseline.builds.length > 0) this.#builder = null
  }

  /** Images that nobody knew at the time of a build count as they are first seen, not as a change. */
  learnImages(images: readonly BaseImage[]): void {
    const builds = this.#baseline.builds.map((build) => withLearned(build, images))
    if (builds.every((build, index) => build === this.#baseline.builds[index])) return
    this.#baseline = { ...this.#baseline, builds }
    this.#builder = null
  }

  /** The present state has been built: it becomes the baseline, on top of what the builder held. */
  append(inputs: BuildInputs, after: BuilderState, recordedAt: string): void {
    const shown: Plan['baseline'] = { kind: 'now', ref: null, recordedAt }
    this.#baseline = { ...this.#baseline, shown, builds: [...this.#baseline.builds, inputs] }
    this.#builder = after
  }
}

function withLearned(build: BuildInputs, images: readonly BaseImage[]): BuildInputs {
  const learned = images.filter(({ ref, id }) => id !== null && (build.images.get(ref)?.id ?? null) === null)
  if (learned.length === 0) return build
  return { ...build, images: new Map([...build.images, ...learned.map((image) => [image.ref, image] as const)]) }
}

/** What a build is measured against until its baseline is known: nothing is cached. */
export const nothingBuilt: Baseline = { shown: { kind: 'none', ref: null }, start: emptyBuilder, builds: [] }
