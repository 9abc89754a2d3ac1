import type { BuildGraph } from '../../cache/model/build-graph.ts'
import type { Vertex } from '../../cache/model/graph/vertex.ts'
import { rootRelative } from '../../dockerfile/values/container-path.ts'

/**
 * The paths that the needed steps of a build take from its own context: relative paths, for a wildcard the directory in
 * front of it; the context itself is left out. A directory that has all of them is probably the one that the Dockerfile
 * is written for.
 */
export function askedPaths(graph: BuildGraph): readonly string[] {
  const paths =
    graph.kind === 'classic' ? (graph.contextPaths ?? []) : graph.steps.flatMap(({ vertex }) => pathsOf(vertex))
  return [...new Set(paths.map((path) => plainPart(rootRelative(path))).filter((path) => path !== ''))]
}

function pathsOf(vertex: Vertex): readonly string[] {
  if (vertex.kind === 'merge') return pathsOf(vertex.copy)
  if (!('inputs' in vertex)) return []
  return vertex.inputs
    .filter(({ source }) => source.kind === 'context')
    .flatMap(({ selectors }) => selectors.map(({ path }) => path))
}

function plainPart(path: string): string {
  const wild = path.search(/[*?[\\]/)
  return wild < 0 ? path : path.slice(0, Math.max(0, path.lastIndexOf('/', wild)))
}
