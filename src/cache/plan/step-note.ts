import type { PlacedStep } from '../model/build-graph.ts'
import type { StepStatus } from '../model/plan.ts'
import { keyedParent, type Vertex } from '../model/vertex.ts'
import { mayTurnOut } from './changing-vertex.ts'
import type { ExplainContext } from './explain-context.ts'

/** A sentence that a person needs beside the status, or null. */
export function noteOf(step: PlacedStep, status: StepStatus, given: ExplainContext): string | null {
  if (status === 'rebuilt' && keyedParent(step.vertex)?.kind === 'local')
    return 'A named context counts as a new base in every build, whether its files changed or not.'
  if (status === 'rebuilt' && step.vertex.kind === 'merge') return pendingNote(step.vertex, given)
  return status === 'depends' ? dependenceNote(step, given) : null
}

function pendingNote({ identity }: Vertex, { solution, builder }: ExplainContext): string | null {
  if (!builder.pendingMerges.has(solution.outcomes.get(identity)!.key)) return null
  return 'An earlier build ended here and only noted what is laid over: the step behind it makes the builder carry it out.'
}

/** What it depends on, and what happens in either case. */
function dependenceNote({ vertex }: PlacedStep, given: ExplainContext): string | null {
  const { outcomes, order } = given.solution
  const nameOf = (other: Vertex) => order.names.get(other.identity) ?? sourceText(other)
  const work = vertex.kind === 'merge' ? vertex.copy : vertex
  if (!('inputs' in work)) return null
  const sources = work.inputs.flatMap(({ source }) =>
    source.kind === 'vertex' && source.vertex !== null && outcomes.get(source.vertex.identity)!.transfer === null
      ? [source.vertex]
      : [],
  )
  const open = sources.filter((source) => mayTurnOut(source, given))
  const parent = keyedParent(vertex)
  if (parent !== null && outcomes.get(parent.identity)!.status === 'depends') {
    const taken = open.length === 0 ? '' : ` and what it takes of ${listed(open.map(nameOf))} comes out equal`
    return `Stays cached if ${nameOf(parent)} does${taken}; re-runs if not.`
  }
  const [first] = open.length > 0 ? open : sources
  if (first === undefined) return storageNote(vertex, given)
  if (first.kind === 'remote') {
    return `Depends on what ${first.source} holds now: cached if it is what was built before, re-run if not.`
  }
  if (first.kind === 'image') {
    return `Depends on what ${first.reference} holds now: cached if the files it takes are equal, re-run if not.`
  }
  const named = listed((open.length > 0 ? open : [first]).map(nameOf))
  return `Depends on what ${named} produces: cached if the files it takes come out equal, re-run if not.`
}

/** Of a step that nothing in this build decides about: an earlier build did, and nobody saw how. */
function storageNote(vertex: Vertex, { solution, builder }: ExplainContext): string {
  const parent = keyedParent(vertex)
  if (parent === null || builder.maybe.has(solution.outcomes.get(vertex.identity)!.key))
    return 'An earlier build stopped half-way: whether this result was stored is not known.'
  const name = solution.order.names.get(parent.identity) ?? sourceText(parent)
  return `Stays cached if ${name} came out equal to an older result when it was last built, which is not known; re-runs if not.`
}

const listed = (names: readonly string[]): string => [...new Set(names)].join(' and ')

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
