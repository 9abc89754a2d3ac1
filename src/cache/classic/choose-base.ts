import { normalizeReference } from '../../dockerfile/values/image-reference.ts'
import type { BaseImage } from '../../image/model/base-image.ts'
import type { ClassicBase, ClassicState } from '../model/classic-state.ts'
import { type ContainerConfig, startingConfig } from './model/container-config.ts'
import type { StepBase } from './model/step-outcome.ts'
import { type StageImage, settledImage } from './stage-image.ts'

export type ChosenBase = {
  readonly shown: StepBase
  readonly image: StageImage
  readonly config: ContainerConfig
  /** With this one. */
  readonly bases: ClassicState['bases']
}

/**
 * The image that a reference means. An image that no engine could inspect counts as unchanged since it was last seen.
 * Throws DockerfileError for a malformed reference.
 */
export function chooseBase(
  bases: ClassicState['bases'],
  name: string,
  images: ReadonlyMap<string, BaseImage>,
): ChosenBase {
  const ref = normalizeReference(name)
  const known = images.get(ref)
  const before = Object.hasOwn(bases, ref) ? bases[ref]! : null
  const base = baseOf(bases, before, { ref, identity: known?.id ?? null })
  const movedFrom = before !== null && before.image !== base.image ? before.identity : null
  return {
    shown: { ref, identity: base.identity, movedFrom },
    image: settledImage(base.image),
    config: startingConfig(known?.config ?? null),
    bases: { ...bases, [ref]: base },
  }
}

function baseOf(
  bases: ClassicState['bases'],
  before: ClassicBase | null,
  { ref, identity }: Pick<StepBase, 'ref' | 'identity'>,
): ClassicBase {
  if (identity === null) return before ?? { image: `reference ${ref}`, identity }
  if (before !== null && (before.identity === null || before.identity === identity)) return { ...before, identity }
  // Another name of an image that is known by the name it was first met under.
  return Object.values(bases).find((base) => base.identity === identity) ?? { image: identity, identity }
}
