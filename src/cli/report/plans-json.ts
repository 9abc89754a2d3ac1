import type { DockerfilePlan } from '../../sources/files/dockerfiles/read-plans.ts'
import { jsonText } from './json-text.ts'

/** Version of the object below. A field may be added within a version; none is renamed, removed or given another meaning. */
const schemaVersion = 1

/** Plans of many Dockerfiles as one JSON object: how many steps each re-runs, or why there is no plan. */
export function plansJson(plans: readonly DockerfilePlan[]): string {
  return jsonText({ schemaVersion, plans: plans.map(rowOf) })
}

function rowOf({ dockerfile, context, result }: DockerfilePlan): object {
  const place = { dockerfile, context }
  switch (result.kind) {
    case 'planned': {
      const { target, steps, summary } = result.plan
      return { ...place, target, steps: steps.length, summary, error: null }
    }
    case 'problem': {
      const { file, line, message } = result.problem
      return { ...place, target: null, steps: 0, summary: null, error: { file, line, message } }
    }
    case 'failure':
      return { ...place, target: null, steps: 0, summary: null, error: { message: result.failure.summary } }
  }
}
