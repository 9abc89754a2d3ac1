import type { BuilderState } from '../model/builder-state.ts'
import type { Vertex } from '../model/vertex.ts'
import type { Solution } from '../solver/solution.ts'

type Known = { readonly solution: Solution; readonly builder: BuilderState }

/** Whether it does not simply stay what it was. */
export function isChanging(vertex: Vertex, { solution, builder }: Known): boolean {
  const { status, key } = solution.outcomes.get(vertex.identity)!
  return status !== 'cached' || !builder.keys.has(key)
}

/** Whether it can turn out to be something else while the build runs: the server of a download is asked in each one. */
export const mayTurnOut = (vertex: Vertex, known: Known): boolean =>
  isChanging(vertex, known) || (vertex.kind === 'remote' && vertex.content === null)
