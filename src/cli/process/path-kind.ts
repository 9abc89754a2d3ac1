import { statSync } from 'node:fs'
import type { PathKind } from '../../image/model/image-reference.ts'

/** What stands at a path, links followed. */
export function pathKind(path: string): PathKind {
  const status = statSync(path, { throwIfNoEntry: false })
  if (status === undefined) return 'nothing'
  return status.isFile() ? 'file' : status.isDirectory() ? 'directory' : 'other'
}
