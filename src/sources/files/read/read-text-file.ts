import { realpathSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import type { TextFile, TextFileState } from '../../../session/build-files.ts'
import { mebibyte, readRegularFile } from '../../read-regular-file.ts'
import { errorCode } from './context-failure.ts'
import { pathInside } from './path-inside.ts'

/** Dockerfiles and ignore files are read whole at each save. */
const mostBytes = 16 * mebibyte

export type TextFileLinks =
  /** BuildKit's way: its client sends only the directory of the file. */
  | 'stay in its directory'
  /** As programs on this machine read. */
  | 'lead anywhere'

/** Reads a file; `known` is the answer again when it says the same, so identity means unchanged. */
export function readTextFile(path: string, links: TextFileLinks, known: TextFile | null): TextFile {
  const target = links === 'lead anywhere' ? realPath(path) : pathInside(dirname(path), basename(path))
  const state: TextFileState = target === null ? { kind: 'unreadable', code: 'ELOOP' } : stateAt(target)
  const read = { path, target: target ?? path, ...state }
  return known !== null && sameFile(known, read) ? known : read
}

/** The real path; the path itself if it does not exist. */
function realPath(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    return path
  }
}

function sameFile(a: TextFile, b: TextFile): boolean {
  if (a.path !== b.path || a.target !== b.target) return false
  if (a.kind === 'text') return b.kind === 'text' && a.text === b.text
  if (a.kind === 'unreadable') return b.kind === 'unreadable' && a.code === b.code
  return b.kind === 'absent'
}

function stateAt(path: string): TextFileState {
  try {
    return { kind: 'text', text: readRegularFile(path, { most: mostBytes }).toString('utf8') }
  } catch (error) {
    const code = errorCode(error)
    return code === 'ENOENT' || code === 'ENOTDIR' ? { kind: 'absent' } : { kind: 'unreadable', code }
  }
}
