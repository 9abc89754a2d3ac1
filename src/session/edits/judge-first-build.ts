import type { BuildSnapshot } from './build-snapshot.ts'
import { ownCauses, reruns } from './own-causes.ts'
import { bustsOf, type JudgedEdit } from './verdict.ts'

/**
 * The edit that made a build possible for the first time. There is no earlier plan, so all steps that re-run count for
 * it.
 */
export function judgeFixed(path: string, snapshot: BuildSnapshot): JudgedEdit {
  const busted = snapshot.plan.steps.filter((step) => reruns(step) && ownCauses(step).length > 0).map(({ id }) => id)
  if (busted.length > 0) return { path, count: 1, verdict: bustsOf(busted, snapshot) }
  return { path, count: 1, verdict: { kind: 'unaffected', reason: 'fixed', detail: '' } }
}
