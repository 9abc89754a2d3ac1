import type { Problem } from '../../diagnostics/problem.ts'
import { printable } from '../../text/printable.ts'

/** `Dockerfile:7:1`; the file alone where all of it is meant. */
export function problemPlace({ file, line, column }: Problem): string {
  return line === 0 ? printable(file) : `${printable(file)}:${line}${column > 0 ? `:${column}` : ''}`
}
