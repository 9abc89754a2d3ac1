import type { IgnoreRules } from '../../context/ignore/ignore-file.ts'
import type { Cause } from '../model/plan.ts'

/** That a file which counts as removed is one that the ignore file leaves out, and by which line; null: none is. */
export function ignoredNote(causes: readonly Cause[], ignore: IgnoreRules | null): string | null {
  if (ignore === null) return null
  const left = causes.flatMap((cause) => {
    if (cause.kind !== 'content') return []
    return cause.files.flatMap(({ path, change, from }) => {
      const gone = change === 'removed' ? path : from
      const line = gone === undefined ? null : ignore.explain(gone)
      return line === null ? [] : [{ path: gone, line }]
    })
  })
  const [first] = left
  if (first === undefined) return null
  const rule = `line ${first.line.line} of the ignore file (${first.line.pattern})`
  return left.length === 1
    ? `${first.path} is not sent: ${rule} leaves it out.`
    : `${first.path} and ${left.length - 1} more are not sent: ${rule} and others leave them out.`
}
