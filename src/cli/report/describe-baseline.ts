import type { Plan } from '../../cache/plan.ts'

/** What the plan was measured against, for people. */
export function describeBaseline(baseline: Plan['baseline']): string {
  switch (baseline.kind) {
    case 'none':
      return 'against an empty cache'
    case 'now':
      return 'against this state'
    case 'file':
      return `since ${baseline.ref ?? 'the recorded build'}${baseline.recordedAt === undefined ? '' : ` of ${baseline.recordedAt}`}`
    case 'dir':
      return `after a build of ${baseline.ref ?? 'another directory'}`
    default:
      return `against ${baseline.kind}${baseline.ref === null ? '' : `:${baseline.ref}`}`
  }
}
