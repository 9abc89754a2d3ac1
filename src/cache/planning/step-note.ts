import type { PlacedStep } from '../build-graph.ts'
import type { Vertex } from '../graph/vertex.ts'
import type { StepStatus } from '../plan.ts'
import type { Telling } from './plan-steps.ts'

/** A sentence that a person needs beside the status, or null. */
export function noteOf({ vertex }: PlacedStep, status: StepStatus, { solution, builder }: Telling): string | null {
  if (status === 'rebuilt' && vertex.kind === 'merge')
    return builder.pendingMerges.has(solution.outcomes.get(vertex.identity)!.key)
      ? 'An earlier build ended here and only noted what is laid over: the step behind it makes the builder carry it out.'
      : null
  if (status !== 'depends') return null
  const nameOf = (other: Vertex) => solution.order.names.get(other.identity) ?? sourceText(other)
  const work = vertex.kind === 'merge' ? vertex.copy : vertex
  if (!('inputs' in work)) return null
  const parent = 'parent' in vertex ? vertex.parent : null
  const parentStatus = parent === null ? 'cached' : solution.outcomes.get(parent.identity)!.status
  if (parent !== null && parentStatus === 'depends') {
    return `Stays cached if ${nameOf(parent)} does; re-runs if that re-runs.`
  }
  const waited = work.inputs.flatMap(({ source }) =>
    source.kind === 'vertex' && source.vertex !== null && isOpen(source.vertex, solution) ? [source.vertex] : [],
  )
  const [first, ...others] = waited
  if (first === undefined) return 'An earlier build stopped half-way: whether this result was stored is not known.'
  if (first.kind === 'remote') {
    return `Depends on what ${first.source} holds now: cached if it is what was built before, re-run if not.`
  }
  const sources = [first, ...others]
    .filter(({ identity }) => solution.outcomes.get(identity)!.status !== 'cached')
    .map(nameOf)
  const named = sources.length === 0 ? nameOf(first) : [...new Set(sources)].join(' and ')
  return `Depends on what ${named} produces: cached if the files it takes come out equal, re-run if not.`
}

function isOpen(vertex: Vertex, { outcomes }: Telling['solution']): boolean {
  const outcome = outcomes.get(vertex.identity)!
  return outcome.transfer === null
}

const sourceText = (vertex: Vertex): string => {
  switch (vertex.kind) {
    case 'image':
      return vertex.reference
    case 'local':
      return `context ${vertex.contextName}`
    case 'remote':
      return vertex.source
    case 'run':
    case 'copy':
    case 'workdir':
    case 'merge':
      return vertex.name
  }
}
