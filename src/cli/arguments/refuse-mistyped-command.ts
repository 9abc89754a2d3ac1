import { resolve } from 'node:path'
import type { ClientEnvironment } from './client-environment.ts'
import { examples } from './examples.ts'
import { UsageError } from './usage-error.ts'

/** Refuses a context that is more likely a mistyped command: `layertui paln`. */
export function refuseMistypedCommand(context: string, { directory, pathKind }: ClientEnvironment): void {
  if (!/^[a-z]+$/.test(context) || pathKind(resolve(directory, context)) !== 'nothing') return
  const meant = Object.keys(examples).find((name) => isNear(name, context))
  if (meant !== undefined) throw new UsageError(`unknown command "${context}"`, `did you mean layertui ${meant}?`)
}

/** One letter too many, too few, another, or two swapped. */
function isNear(a: string, b: string): boolean {
  let start = 0
  while (start < a.length && a[start] === b[start]) start++
  const [restA, restB] = [a.slice(start), b.slice(start)]
  return (
    restA.slice(1) === restB.slice(1) ||
    restA.slice(1) === restB ||
    restA === restB.slice(1) ||
    (restA[0] === restB[1] && restA[1] === restB[0] && restA.slice(2) === restB.slice(2))
  )
}
