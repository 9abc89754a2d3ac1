import { describeFrontend } from '../../dockerfile/frontend/frontend.ts'
import { familiarReference } from '../../dockerfile/values/image-reference.ts'
import type { BuildkitGraph } from '../model/build-graph.ts'
import type { BuildRules } from '../model/build-options.ts'
import { daemonRules } from '../model/daemon-features.ts'
import type { Vertex } from '../model/vertex.ts'
import type { Solution } from '../solver/solution.ts'
import { daemonWarning } from './daemon-warning.ts'
import { staleFiles } from './stale-files.ts'

/** What a reader must know to trust a plan rightly: what could not be known, and where the builder itself is wrong. */
export function planWarnings(graph: BuildkitGraph, solution: Solution, rules: BuildRules): readonly string[] {
  return [
    ...daemonWarning(rules),
    ...unknownSources(solution),
    ...frontendWarning(graph),
    ...staleWarnings(solution),
    ...halfForced(graph, solution, rules),
  ]
}

function unknownSources({ order }: Solution): string[] {
  const images = order.vertices.filter((vertex) => vertex.kind === 'image' && vertex.content === null)
  const named = (absent: boolean) =>
    namesOf(images.flatMap((vertex) => (vertex.kind === 'image' && vertex.absent === absent ? [vertex.reference] : [])))
  // What a digest names cannot change.
  const untold = named(false).filter((name) => !name.includes('@sha256:'))
  const lacking = named(true)
  const remote = order.vertices.flatMap((vertex) =>
    vertex.kind === 'remote' && vertex.content === null ? [vertex.source] : [],
  )
  return [
    ...foreignImages(order.vertices),
    ...(untold.length > 0 ? [`no engine told what ${enumerate(untold)} ${are(untold)} now: ${counts(untold)}`] : []),
    ...(lacking.length > 0 ? [`the engine does not have ${enumerate(lacking)}: a build would pull first`] : []),
    ...[...new Set(remote)].map(
      (source) => `only a build asks the server of ${source}: what is made of it depends on the answer`,
    ),
  ]
}

/** Which image a registry has for another platform shows only when a build asks it. */
function foreignImages(vertices: readonly Vertex[]): string[] {
  const explained = vertices.flatMap((vertex) =>
    vertex.kind === 'image' && vertex.foreign !== null
      ? [
          `the engine has ${familiarReference(vertex.reference)} for ${vertex.foreign.had}: a build for ${vertex.foreign.wanted} asks its registry; it counts as unchanged`,
        ]
      : [],
  )
  return [...new Set(explained)]
}

const namesOf = (references: readonly string[]): string[] => [...new Set(references.map(familiarReference))]
const enumerate = (names: readonly string[]): string => names.join(', ')
const are = (names: readonly string[]): string => (names.length === 1 ? 'is' : 'are')
const counts = (names: readonly string[]): string =>
  names.length === 1 ? 'it counts as unchanged' : 'they count as unchanged'

function frontendWarning({ frontend, versionSensitive, steps }: BuildkitGraph): string[] {
  if (versionSensitive.length === 0) return []
  const image = familiarReference(frontend.reference ?? 'the front end')
  const lines = steps.filter(({ id }) => versionSensitive.includes(id)).map(({ line }) => line)
  const what =
    versionSensitive.length === steps.length
      ? 'an older one reads this file in another way'
      : `an older one gives other keys to what stands on line ${lines.join(', ')}`
  return [`${image} is taken as ${describeFrontend(frontend)}: ${what} (--frontend VERSION says which it is)`]
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
function halfForced({ steps }: BuildkitGraph, { outcomes }: Solution, rules: BuildRules): string[] {
  if (!daemonRules(rules.daemon).forcesOneChild) return []
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
