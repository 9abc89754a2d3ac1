import type { Frontend } from '../../../dockerfile/frontend/frontend.ts'
import { DockerfileError } from '../../../dockerfile/problems/dockerfile-error.ts'
import type { PlacedStep } from '../../model/build-graph.ts'

/** From this version on, front ends differ in a few rules only. A floating tag hardly ever names an older one. */
const oldestLikely = 10

/**
 * The ids of steps that have another key under an older front end. Used only if the front end's version is assumed: its
 * tag floats, and the engine may have an older image. `convertWith` converts the file with another front end.
 */
export function versionSensitiveSteps(
  frontend: Frontend,
  steps: readonly PlacedStep[],
  convertWith: (frontend: Frontend) => readonly PlacedStep[],
): readonly string[] {
  if (frontend.assumed !== true) return []
  const older = new Map(
    convertedOrNone(convertWith, { ...frontend, version: oldestLikely }).map((step) => [step.id, step]),
  )
  return steps.flatMap((step) => {
    const other = older.get(step.id)
    return other !== undefined && operationOf(other) === operationOf(step) ? [] : [step.id]
  })
}

function convertedOrNone(
  convertWith: (frontend: Frontend) => readonly PlacedStep[],
  frontend: Frontend,
): readonly PlacedStep[] {
  try {
    return convertWith(frontend)
  } catch (error) {
    // An older front end rejects the file: every step is uncertain.
    if (error instanceof DockerfileError) return []
    throw error
  }
}

function operationOf({ vertex }: PlacedStep): string {
  const work = vertex.kind === 'merge' ? vertex.copy : vertex
  return 'operation' in work ? work.operation : ''
}
