import type { BuildOptions } from '../../model/build-options.ts'
import type { Stage } from '../stages/stage-table.ts'

/**
 * The option that makes a stage's steps run whatever the cache holds; null: none. A filter of one empty name asks for all
 * stages, an empty name among others for those without one. Source: frontend/dockerui/config.go: IsNoCache.
 */
export function forcingOption(stage: Stage, { noCache, noCacheFilter }: BuildOptions): string | null {
  if (noCache) return '--no-cache'
  if (noCacheFilter.length === 1 && noCacheFilter[0] === '') return '--no-cache-filter='
  const named = noCacheFilter.some((name) => name.toLowerCase() === stage.name)
  return named ? `--no-cache-filter=${stage.name}` : null
}
