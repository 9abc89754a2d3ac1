import type { IgnoreRules } from '../../context/ignore/ignore-file.ts'
import type { PlacedStep } from '../model/build-graph.ts'
import { keyedParent, type Vertex } from '../model/graph/vertex.ts'
import type { Cause, StepStatus } from '../model/plan/plan.ts'
import type { StepNote } from '../model/plan/step-note.ts'
import { type ExplainContext, mayChange, pointerTo } from './explain-context.ts'
import { distinct } from './explain-step.ts'

/** The note that explains the status of a step of BuildKit; null: none. */
export function statusNote(step: PlacedStep, status: StepStatus, given: ExplainContext): StepNote | null {
  if (status === 'rebuilt' && keyedParent(step.vertex)?.kind === 'local') return { kind: 'named-context' }
  if (status === 'rebuilt' && step.vertex.kind === 'merge') return pendingNote(step.vertex, given)
  return status === 'depends' ? dependenceNote(step, given) : null
}

function pendingNote({ identity }: Vertex, { solution, builder }: ExplainContext): StepNote | null {
  return builder.pendingMerges.has(solution.outcomes.get(identity)!.key) ? { kind: 'pending-merge' } : null
}

/** The steps and sources that decide about a step during the build. */
function dependenceNote({ vertex }: PlacedStep, given: ExplainContext): StepNote | null {
  const { outcomes } = given.solution
  const work = vertex.kind === 'merge' ? vertex.copy : vertex
  if (!('inputs' in work)) return null
  const sources = work.inputs.flatMap(({ source }) =>
    source.kind === 'vertex' && source.vertex !== null && outcomes.get(source.vertex.identity)!.transfer === null
      ? [source.vertex]
      : [],
  )
  const open = sources.filter((source) => mayChange(source, given))
  const pointers = (vertices: readonly Vertex[]) => distinct(vertices.map((source) => pointerTo(source, given)))
  const parent = keyedParent(vertex)
  if (parent !== null && outcomes.get(parent.identity)!.status === 'depends')
    return { kind: 'depends', parent: pointerTo(parent, given), sources: pointers(open) }
  const deciding = open.length > 0 ? open : sources.slice(0, 1)
  return deciding.length > 0
    ? { kind: 'depends', parent: null, sources: pointers(deciding) }
    : storageNote(vertex, given)
}

/** The note for a step that an earlier build decides about, whose result is not known. */
function storageNote(vertex: Vertex, given: ExplainContext): StepNote {
  const { solution, builder } = given
  const parent = keyedParent(vertex)
  return parent === null || builder.maybe.has(solution.outcomes.get(vertex.identity)!.key)
    ? { kind: 'maybe-stored' }
    : { kind: 'maybe-equal', parent: pointerTo(parent, given) }
}

/** The note for files that count as removed because the ignore file leaves them out; null: there are none. */
export function ignoredNote(causes: readonly Cause[], ignore: IgnoreRules | null): StepNote | null {
  if (ignore === null) return null
  const left = causes.flatMap((cause) => {
    if (cause.kind !== 'content') return []
    return cause.files.flatMap(({ path, change, from }) => {
      const gone = change === 'removed' ? path : from
      const rule = gone === undefined ? null : ignore.explain(gone)
      return rule === null ? [] : [{ path: gone!, rule }]
    })
  })
  const [first] = left
  if (first === undefined) return null
  const { line, pattern } = first.rule
  return { kind: 'ignored-files', path: first.path, line, pattern, more: left.length - 1 }
}
