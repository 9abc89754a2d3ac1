import type { Plan } from '../../cache/model/plan.ts'

/** What the plan was measured against, for people. */
export function describeBaseline(baseline: Plan['baseline']): string {
  switch (baseline.kind) {
    case 'none':
      return 'compared with an empty cache'
    case 'now':
      return 'compared with the files at start'
    case 'file':
      return `since ${baseline.ref ?? 'the recorded build'}${recordedWhen(baseline.recordedAt)}`
    case 'dir':
      return `after a build of ${baseline.ref ?? 'another directory'}`
    default:
      return `against ${baseline.kind}${baseline.ref === null ? '' : `:${baseline.ref}`}`
  }
}

/** ` of 2026-01-12 09:30 UTC` from the time in RFC 3339: a log is read in other places than it was written. */
function recordedWhen(recordedAt: string | undefined): string {
  return recordedAt === undefined ? '' : ` of ${recordedAt.slice(0, 16).replace('T', ' ')} UTC`
}
