import { featuresOf } from '../../dockerfile/frontend/frontend-features.ts'
import type { BuildkitGraph } from '../model/build-graph.ts'
import type { Vertex } from '../model/graph/vertex.ts'
import type { PrintedStatus, PrintedStep } from '../model/simulation.ts'
import type { Outcome, OutcomeStatus } from './outcome.ts'
import type { Solution } from './solution.ts'

/**
 * The lines that the engine prints for steps and FROM, with their status. Lines with equal keys in one build are one
 * vertex; which of them is shown as CACHED is a race.
 * Source: BuildKit solver/progress.go: vertexStream, solver/jobs.go: notifyStarted.
 */
export function printedSteps(
  solution: Solution,
  { head, frontend }: Pick<BuildkitGraph, 'head' | 'frontend'>,
): PrintedStep[] {
  const { order, outcomes } = solution
  const hidden = new Set(order.vertices.flatMap((vertex) => (vertex.kind === 'merge' ? [vertex.copy.identity] : [])))
  const lines = new Map<string, PrintedStep>()
  for (const vertex of order.vertices) {
    if (vertex.kind === 'local' || vertex.kind === 'remote' || hidden.has(vertex.identity)) continue
    const name = order.names.get(vertex.identity)
    // An image that is only a copy source is printed without a stage, and its FROM lines get that name.
    if (!name?.startsWith('[') || lines.has(vertex.identity)) continue
    lines.set(vertex.identity, {
      name,
      kind: vertex.kind === 'image' ? 'from' : 'step',
      status: printedStatus(solution, vertex, head),
      key: outcomes.get(vertex.identity)!.key,
      ...(!featuresOf(frontend).stableNames && { otherNames: otherNames(vertex, name, order) }),
    })
  }
  return withRaces([...lines.values()])
}

/**
 * The other names that early front ends may print for a vertex with several locations: they iterate in random order.
 * Source: BuildKit client/llb/fileop.go and exec.go of 0.8: Inputs.
 */
function otherNames({ identity }: Vertex, name: string, { vertices }: Solution['order']): readonly string[] {
  const names = vertices.flatMap((place) => (place.identity === identity && 'name' in place ? [place.name] : []))
  return [...new Set(names)].filter((other) => other.startsWith('[') && other !== name)
}

function printedStatus(solution: Solution, vertex: Vertex, head: Vertex | null): PrintedStatus {
  const { outcomes } = solution
  const outcome = outcomes.get(vertex.identity)!
  const hasNoInputs = vertex.kind === 'workdir' && vertex.parent === null && outcome.status === 'cached'
  if (vertex.kind === 'image' || (hasNoInputs && vertex.identity !== head?.identity)) {
    return statusWithoutInputs(solution, vertex, head)
  }
  if (vertex.kind !== 'merge') return words[outcome.status]
  // The copy and the merge share a line: it is CACHED only if both are.
  const copy = outcomes.get(vertex.copy.identity)!
  if (copy.status === 'fails') return 'ERROR'
  return words[outcome.status === 'cached' ? copy.status : outcome.status]
}

/**
 * The status of a vertex without inputs. It is done as soon as its key is known, so it shows DONE when all is cached,
 * and CACHED only when a step runs on it.
 */
function statusWithoutInputs({ order, outcomes }: Solution, vertex: Vertex, head: Vertex | null): PrintedStatus {
  const { identity } = vertex
  const children = order.vertices.filter((other) => 'parent' in other && other.parent?.identity === identity)
  const statuses = children.map((child): OutcomeStatus => (outcomes.get(child.identity) as Outcome).status)
  if (identity === head?.identity) return 'CACHED'
  if (statuses.some((status) => status === 'rebuilt' || status === 'fails')) return 'CACHED'
  if (statuses.some((status) => status === 'depends' || status === 'checking')) return 'DEPENDS'
  // A copy from it loads it only if its content has to be read.
  const isRead = order.vertices.some(
    (other) =>
      'inputs' in other &&
      other.inputs.some(({ source }) => source.kind === 'vertex' && source.vertex?.identity === identity),
  )
  return isRead ? 'DEPENDS' : 'RAN'
}

const words: Readonly<Record<OutcomeStatus, PrintedStatus>> = {
  cached: 'CACHED',
  rebuilt: 'RAN',
  depends: 'DEPENDS',
  fails: 'ERROR',
  blocked: 'NONE',
  checking: 'DEPENDS',
}

function withRaces(lines: readonly PrintedStep[]): PrintedStep[] {
  const running = new Map<string, number>()
  for (const { kind, status, key } of lines) {
    if (kind === 'step' && status === 'RAN') running.set(key, (running.get(key) ?? 0) + 1)
  }
  return lines.map((line) =>
    line.kind === 'step' && line.status === 'RAN' && running.get(line.key)! > 1 ? { ...line, status: 'ONEOF' } : line,
  )
}
