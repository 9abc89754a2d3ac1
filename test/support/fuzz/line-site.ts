import type { FuzzFeatures, FuzzStage } from './fuzz-project.ts'
import type { FuzzTree } from './fuzz-tree.ts'
import type { Random } from './random.ts'

/** Where an instruction is to stand, as far as its generator must know. */
export type LineSite = {
  readonly random: Random
  readonly features: FuzzFeatures
  readonly tree: FuzzTree
  readonly stage: Pick<FuzzStage, 'shellless' | 'base'>
  /** The stages above, which COPY --from and mounts can name. */
  readonly earlier: readonly FuzzStage[]
}

export const stageNames = (stages: readonly FuzzStage[]): readonly string[] =>
  stages.flatMap(({ name }) => (name === null ? [] : [name]))

/** The name of a stage above, often that of the stage that this one starts from; null where there is none. */
export function pickStage({ random, stage, earlier }: LineSite): string | null {
  const names = stageNames(earlier)
  if (names.length === 0) return null
  return names.includes(stage.base) && random.chance(30) ? stage.base : random.pick(names)
}
