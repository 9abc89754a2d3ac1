import type { Frontend } from '../../../dockerfile/frontend/frontend.ts'
import { DockerfileError } from '../../../dockerfile/problems/dockerfile-error.ts'
import type { PlacedStep } from '../../model/build-graph.ts'

/** From here on versions agree but for a few rules. Older ones are hardly met behind a floating tag. */
const oldestLikely = 10

/**
 * The steps that an older front end would give another key, where the one that reads the file is only assumed: its tag
 * floats, and the engine may hold whatever it pulled once. `planBy` plans the file by another front end.
 */
export function versionSensitiveSteps(
  frontend: Frontend,
  steps: readonly PlacedStep[],
  planBy: (frontend: Frontend) => readonly PlacedStep[],
): readonly string[] {
  if (frontend.assumed !== true) return []
  const older = new Map(plannedOrNone(planBy, { ...frontend, version: oldestLikely }).map((step) => [step.id, step]))
  return steps.flatMap((step) => {
    const other = older.get(step.id)
    return other !== undefined && operationOf(other) === operationOf(step) ? [] : [step.id]
  })
}

function plannedOrNone(
  planBy: (frontend: Frontend) => readonly PlacedStep[],
  frontend: Frontend,
): readonly PlacedStep[] {
  try {
    return planBy(frontend)
  } catch (error) {
    // What it does not understand is in doubt as a whole.
    if (error instanceof DockerfileError) return []
    throw error
  }
}

function operationOf({ vertex }: PlacedStep): string {
  const work = vertex.kind === 'merge' ? vertex.copy : vertex
  return 'operation' in work ? work.operation : ''
}
