import type { Vertex, VertexInput } from '../model/graph/vertex.ts'
import type { Solution } from './solution.ts'

/**
 * The keys of the mirrors that a build uses up. When a step writes on top of a context (a RUN with a read-write bind,
 * or a step of a stage that starts from a named context), the builder freezes its copy, and the next build receives the
 * whole context again. Source: BuildKit cache/manager.go: New finalizes the parent, which ends its mutable twin.
 */
export function releasedMirrors({ order, outcomes, transfers, failed }: Solution): readonly string[] {
  // After a build that stops it is not known which steps ran.
  if (failed) return []
  const own = transfers.find(({ name }) => name === null)
  const keyOf = (source: VertexInput['source']): readonly string[] => {
    if (source.kind === 'context') return own === undefined ? [] : [own.mirrorKey]
    return namedKey(source.vertex)
  }
  const namedKey = (vertex: Vertex | null): readonly string[] => {
    const transfer = vertex?.kind === 'local' ? outcomes.get(vertex.identity)?.transfer : null
    return transfer ? [transfer.mirrorKey] : []
  }
  return order.vertices.flatMap((vertex) => {
    if (vertex.kind !== 'run' && vertex.kind !== 'copy' && vertex.kind !== 'workdir') return []
    if (outcomes.get(vertex.identity)?.status !== 'rebuilt') return []
    const written = vertex.inputs.filter(({ writable }) => writable).map(({ source }) => source)
    return [...namedKey(vertex.parent), ...written.flatMap(keyOf)]
  })
}
