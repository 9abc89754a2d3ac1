import type { BuildGraph } from '../build-graph.ts'
import type { BuildRules } from '../build-options.ts'
import type { Vertex } from '../graph/vertex.ts'
import type { Solution } from '../solver/solve.ts'
import { staleFiles } from './stale-files.ts'

/** What a reader must know to trust a plan rightly: what could not be known, and where the builder itself is wrong. */
export function planWarnings(graph: BuildGraph, solution: Solution, rules: BuildRules): readonly string[] {
  return [...unknownSources(solution), ...staleWarnings(solution), ...halfForced(graph, solution, rules)]
}

function unknownSources({ order }: Solution): string[] {
  const warnings = order.vertices.flatMap((vertex) => {
    if (vertex.kind === 'image' && vertex.content === null) {
      return [`${vertex.reference}: no engine told what it holds; it counts as unchanged`]
    }
    if (vertex.kind === 'remote' && vertex.content === null) {
      return [`${vertex.source}: a build asks for it anew; here it counts as unchanged`]
    }
    return []
  })
  return [...new Set(warnings)]
}

const namedStale = 3

function staleWarnings({ transfers }: Solution): string[] {
  return transfers.flatMap((transfer) => {
    const paths = staleFiles(transfer.tree, transfer.sent)
    const of = transfer.name === null ? '' : ` (context ${transfer.name})`
    const named = paths
      .slice(0, namedStale)
      .map(
        (path) =>
          `${path}${of} differs from what the builder last saw, but has the same size and time: the builder will not notice`,
      )
    const more = paths.length - namedStale
    return more > 0 ? [...named, `${more} more files${of} like this`] : named
  })
}

/** From 0.32 on, what follows the direct child of a forced step is looked up by its old key. */
function halfForced({ steps }: BuildGraph, { outcomes }: Solution, rules: BuildRules): string[] {
  if (rules.daemon < 32) return []
  const forcedAbove = (vertex: Vertex): boolean => {
    const parent = 'parent' in vertex ? vertex.parent : null
    return parent !== null && (outcomes.get(parent.identity)!.forced || forcedAbove(parent))
  }
  const stale = steps.find(({ vertex }) => outcomes.get(vertex.identity)!.status === 'cached' && forcedAbove(vertex))
  return stale === undefined || stale.vertex.kind === 'local'
    ? []
    : [
        `a fault of BuildKit 0.32: ${stale.vertex.name} is taken from the cache as it was before the steps that --no-cache re-runs`,
      ]
}
