import { describeFrontend } from '../../dockerfile/frontend/frontend.ts'
import type { BuildkitGraph } from '../model/build-graph.ts'
import type { BuildRules } from '../model/build-options.ts'
import { daemonRules } from '../model/daemon-features.ts'
import type { Vertex } from '../model/graph/vertex.ts'
import type { PlanWarning } from '../model/plan/plan-warning.ts'
import type { Solution } from '../solver/solution.ts'
import { pointerTo } from './explain-context.ts'
import { staleFiles } from './stale-files.ts'

/** Warnings for a plan of BuildKit: facts that the plan cannot know or assumes, and errors of the builder itself. */
export function planWarnings(graph: BuildkitGraph, solution: Solution, rules: BuildRules): readonly PlanWarning[] {
  return [
    ...daemonWarning(rules),
    ...unknownSources(solution),
    ...frontendWarning(graph),
    ...staleWarnings(solution),
    ...halfForced(graph, solution, rules),
    ...(graph.unusedArguments.length > 0 ? [{ kind: 'unused-arguments', names: graph.unusedArguments } as const] : []),
  ]
}

/** The warning that the engine's own version was not recorded, so that the rules of another one apply. */
export function daemonWarning({ builder, daemon }: BuildRules): readonly PlanWarning[] {
  const { recorded } = daemonRules(daemon)
  if (builder === 'legacy') return recorded === 25 && daemon === 25 ? [] : [{ kind: 'other-classic-builder', daemon }]
  if (recorded === daemon || (daemon > 26 && daemon < 32)) return []
  return [{ kind: 'other-daemon', recorded, daemon }]
}

function unknownSources({ order }: Solution): PlanWarning[] {
  const images = order.vertices.filter((vertex) => vertex.kind === 'image')
  const named = (absent: boolean): readonly string[] => [
    ...new Set(images.flatMap((image) => (image.content === null && image.absent === absent ? [image.reference] : []))),
  ]
  // A reference with a digest always names the same image.
  const unknown = named(false).filter((reference) => !reference.includes('@sha256:'))
  const absent = named(true)
  const remote = order.vertices.flatMap((vertex) =>
    vertex.kind === 'remote' && vertex.content === null ? [vertex.source] : [],
  )
  return [
    ...foreignImages(order.vertices),
    ...(unknown.length > 0 ? [{ kind: 'unknown-images', references: unknown } as const] : []),
    ...(absent.length > 0 ? [{ kind: 'absent-images', references: absent } as const] : []),
    ...[...new Set(remote)].map((source) => ({ kind: 'remote-source', source }) as const),
  ]
}

/** Only the registry knows its image for another platform. */
function foreignImages(vertices: readonly Vertex[]): PlanWarning[] {
  const images = new Map<string, PlanWarning>()
  for (const vertex of vertices) {
    if (vertex.kind === 'image' && vertex.foreign !== null)
      images.set(vertex.reference, { kind: 'foreign-image', reference: vertex.reference, ...vertex.foreign })
  }
  return [...images.values()]
}

function frontendWarning({ frontend, versionSensitive, steps }: BuildkitGraph): PlanWarning[] {
  if (versionSensitive.length === 0) return []
  const lines = steps.filter(({ id }) => versionSensitive.includes(id)).map(({ line }) => line)
  return [
    {
      kind: 'assumed-frontend',
      reference: frontend.reference ?? null,
      assumed: describeFrontend(frontend),
      lines: versionSensitive.length === steps.length ? null : lines,
    },
  ]
}

const namedStale = 3

function staleWarnings({ transfers }: Solution): PlanWarning[] {
  return transfers.flatMap(({ name, tree, sent }): PlanWarning[] => {
    const paths = staleFiles(tree, sent)
    const more = Math.max(0, paths.length - namedStale)
    return paths.length === 0 ? [] : [{ kind: 'stale-files', context: name, paths: paths.slice(0, namedStale), more }]
  })
}

/** From 0.32 on, BuildKit looks up the step after the direct child of a forced step by its old key. */
function halfForced({ steps }: BuildkitGraph, solution: Solution, rules: BuildRules): PlanWarning[] {
  if (!daemonRules(rules.daemon).forcesOneChild) return []
  const { outcomes } = solution
  const forcedAbove = (vertex: Vertex): boolean => {
    const parent = 'parent' in vertex ? vertex.parent : null
    return parent !== null && (outcomes.get(parent.identity)!.forced || forcedAbove(parent))
  }
  const stale = steps.find(({ vertex }) => outcomes.get(vertex.identity)!.status === 'cached' && forcedAbove(vertex))
  return stale === undefined ? [] : [{ kind: 'half-forced', step: pointerTo(stale.vertex, { steps, solution }) }]
}
