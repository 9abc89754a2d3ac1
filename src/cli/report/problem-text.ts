import type { Failure } from '../../diagnostics/failure.ts'
import type { Problem } from '../../diagnostics/problem.ts'
import { printable } from '../../text/printable.ts'
import { shorten } from '../../text/shorten.ts'

/** A place in a file that is wrong, as compilers write it: `Dockerfile:7:1: unknown instruction: CPY`. */
export function problemText({ file, line, column, message, hint }: Problem): string {
  const place = line > 0 ? `${file}:${line}:${Math.max(1, column)}` : file
  const advice = hint === undefined || hint === '' ? '' : ` (${hint})`
  return `${printable(shorten(`${place}: ${message}${advice}`))}\n`
}

/** Outside trouble: what is wrong, what more is known, what to do. */
export function failureText({ summary, detail, nextStep }: Omit<Failure, 'kind'>): string {
  const more = [...detail.split('\n'), nextStep].filter((line) => line !== '')
  return [`layertui: ${printable(shorten(summary))}`, ...more.map((line) => `  ${printable(shorten(line))}`)]
    .join('\n')
    .concat('\n')
}
