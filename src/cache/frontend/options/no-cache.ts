import type { BuildOptions } from '../../model/build-options.ts'
import type { Stage } from '../stages/stage-table.ts'

/**
 * The option that makes the steps of a stage run regardless of the cache, or null. A filter with one empty name matches
 * all stages; an empty name among others matches stages without a name. Source: frontend/dockerui/config.go: IsNoCache.
 */
export function forcingOption(stage: Stage, { noCache, noCacheFilter }: BuildOptions): string | null {
  if (noCache) return '--no-cache'
  if (noCacheFilter.length === 1 && noCacheFilter[0] === '') return '--no-cache-filter='
  const named = noCacheFilter.some((name) => name.toLowerCase() === stage.name)
  return named ? `--no-cache-filter=${stage.name}` : null
}
