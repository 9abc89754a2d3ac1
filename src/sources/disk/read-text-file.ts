import { readFileSync, type Stats, statSync } from 'node:fs'
import { errorCode } from './context-failure.ts'

/** A small file that a build reads as a whole, links followed. */
export type TextFile =
  | { readonly kind: 'text'; readonly path: string; readonly text: string }
  | { readonly kind: 'absent'; readonly path: string }
  /** There, but it cannot be read as a file: the system's code (EACCES, EISDIR …). */
  | { readonly kind: 'unreadable'; readonly path: string; readonly code: string }

/** Reads a file; `known` is the answer again when its text is the same, so identity means unchanged. */
export function readTextFile(path: string, known: TextFile | null): TextFile {
  const read = readNow(path)
  if (known === null || known.kind !== read.kind || known.path !== path) return read
  if (read.kind === 'text') return known.kind === 'text' && known.text === read.text ? known : read
  if (read.kind === 'unreadable') return known.kind === 'unreadable' && known.code === read.code ? known : read
  return known
}

function readNow(path: string): TextFile {
  let stats: Stats | undefined
  try {
    stats = statSync(path, { throwIfNoEntry: false })
    if (stats === undefined) return { kind: 'absent', path }
    // A FIFO would block for ever.
    if (!stats.isFile() && !stats.isDirectory()) return { kind: 'unreadable', path, code: 'not a regular file' }
    return { kind: 'text', path, text: readFileSync(path, 'utf8') }
  } catch (error) {
    const code = errorCode(error)
    return code === 'ENOENT' || code === 'ENOTDIR' ? { kind: 'absent', path } : { kind: 'unreadable', path, code }
  }
}
