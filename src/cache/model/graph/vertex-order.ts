import { walkDepthFirst } from './depth-first.ts'
import type { Vertex } from './vertex.ts'

/** The vertices that a target needs, in the order in which they can be judged. */
export type VertexOrder = {
  /** Inputs before what needs them; one for every place in the Dockerfile, so identities can repeat. */
  readonly vertices: readonly Vertex[]
  /** The name that a vertex is printed under, by identity: that of the place visited last. */
  readonly names: ReadonlyMap<string, string>
  /** Identities that some place marks for `--no-cache`. */
  readonly ignoreCache: ReadonlySet<string>
}

/** Walks from the target depth first: parents, then sources, in their order. */
export function orderVertices(head: Vertex | null): VertexOrder {
  const seen = new Set<Vertex>()
  const vertices: Vertex[] = []
  const names = new Map<string, string>()
  const ignoreCache = new Set<string>()
  walkDepthFirst<Vertex | null>(head, (vertex) => (vertex === null ? [] : inputsOf(vertex)), {
    enter(vertex) {
      if (vertex === null || seen.has(vertex)) return false
      seen.add(vertex)
      return true
    },
    leave(vertex) {
      if (vertex === null) return
      const name = 'name' in vertex ? vertex.name : ''
      if (name !== '') names.set(vertex.identity, name)
      if ('ignoreCache' in vertex && vertex.ignoreCache) ignoreCache.add(vertex.identity)
      vertices.push(vertex)
    },
  })
  return { vertices, names, ignoreCache }
}

/** The parent of a vertex, then its inputs. null is an empty file system. */
export function inputsOf(vertex: Vertex): readonly (Vertex | null)[] {
  switch (vertex.kind) {
    case 'image':
    case 'local':
    case 'remote':
      return []
    case 'merge':
      return [vertex.parent, vertex.copy]
    case 'run':
    case 'copy':
    case 'workdir':
      return [
        vertex.parent,
        ...vertex.inputs.flatMap(({ source }) => (source.kind === 'vertex' ? [source.vertex] : [])),
      ]
  }
}
