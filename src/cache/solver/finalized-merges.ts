import type { Vertex } from '../model/graph/vertex.ts'

/**
 * The identities of merges that the builder carries out: those that a step other than a merge starts from or reads. A
 * merge on a merge is combined with it, and a merge at the end of a build is only recorded.
 */
export function finalizedMerges(vertices: readonly Vertex[]): ReadonlySet<string> {
  const finalized = new Set<string>()
  const note = (vertex: Vertex | null) => {
    if (vertex?.kind === 'merge') finalized.add(vertex.identity)
  }
  for (const vertex of vertices) {
    if (vertex.kind !== 'run' && vertex.kind !== 'copy' && vertex.kind !== 'workdir') continue
    note(vertex.parent)
    for (const { source } of vertex.inputs) if (source.kind === 'vertex') note(source.vertex)
  }
  return finalized
}
