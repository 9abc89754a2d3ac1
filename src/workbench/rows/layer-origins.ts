import type { Plan } from '../../cache/model/plan/plan.ts'
import { type LayerOrigin, matchLayersToSteps } from '../../image/history/match-layers.ts'
import type { BaseImage } from '../../image/model/base-image.ts'
import type { Image } from '../../image/model/image.ts'
import { memoize } from '../../memo/memoize.ts'
import { formatSize } from '../../text/format-size.ts'
import { valueOf } from '../state/loaded.ts'
import type { WorkbenchState } from '../state/state.ts'

/** What layers are matched with. */
export type ImageAndPlan = {
  readonly image: Image | null
  readonly plan: Plan | null
  /** Base images whose layers are known. */
  readonly bases: readonly BaseImage[]
}

/** The image and the plan that are shown. */
export function imageAndPlan({ image, build }: WorkbenchState): ImageAndPlan {
  return { image: valueOf(image.details), plan: build.plan, bases: build.knownBases }
}

/** Where each layer of the image comes from, lowest first, as far as the plan and the known base images tell. */
export const layerOrigins = memoize(({ image, plan, bases }: ImageAndPlan): readonly LayerOrigin[] =>
  image === null || plan === null ? [] : matchLayersToSteps(image, plan, { baseLayers: sharedLayers(image, bases) }),
)

/** The size of the layer that each step made in the image, in words, by step id. */
export const stepSizes = memoize(({ image, plan, bases }: ImageAndPlan): ReadonlyMap<string, string> => {
  const sizes = new Map<string, string>()
  for (const [layer, origin] of layerOrigins({ image, plan, bases }).entries()) {
    const summary = image?.layers[layer]
    if (origin.kind === 'step' && summary !== undefined) sizes.set(origin.id, formatSize(summary.size))
  }
  return sizes
})

/** How many of the image's lowest layers are those of a base image. */
function sharedLayers(image: Image, bases: readonly BaseImage[]): number {
  const lengths = bases
    .filter(({ diffIds }) => diffIds.every((diffId, layer) => image.layers[layer]?.diffId === diffId))
    .map(({ diffIds }) => diffIds.length)
  return Math.max(0, ...lengths)
}
