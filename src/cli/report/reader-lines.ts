import type { Reader } from '../../session/context-report/context-reads.ts'

/** The lines of some steps, for people: `16`, `8, 16`; a step of a base image's trigger by its name. */
export function readerLines(readers: readonly Reader[]): string {
  const lines = readers.map(({ line, vertex }) => (line > 0 ? String(line) : vertex))
  return [...new Set(lines)].join(', ')
}

/** `line 16`, `lines 8, 16`. */
export function namedLines(readers: readonly Reader[]): string {
  const lines = readerLines(readers)
  return `${lines.includes(',') ? 'lines' : 'line'} ${lines}`
}
