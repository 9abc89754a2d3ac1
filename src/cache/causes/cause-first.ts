import type { Cause } from '../model/plan.ts'

/** The causes of the first reason that applies; later ones are not looked for. */
export function firstCauses(...reasons: readonly (() => readonly Cause[])[]): readonly Cause[] {
  for (const reason of reasons) {
    const causes = reason()
    if (causes.length > 0) return causes
  }
  return []
}
