import type { Vertex } from '../model/vertex.ts'

/**
 * Identities of the merges that a step other than a merge starts from or reads. Merges upon merges are taken together, and
 * one that a build ends with is only noted: neither makes the builder carry a merge out.
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
