import { readdirSync } from 'node:fs'
import { compareNames } from '../../../context/tree/entry.ts'
import { errorCode } from '../read/context-failure.ts'
import { diskPath, nameFromBytes } from './file-name.ts'

/** Names in byte order; an error code when the directory cannot be listed; nothing when it vanished. */
export function listDirectory(path: string): readonly string[] | string {
  try {
    return sorted(readNames(path))
  } catch (error) {
    const code = errorCode(error)
    return code === 'ENOENT' || code === 'ENOTDIR' ? [] : code
  }
}

function readNames(path: string): string[] {
  const names = readdirSync(diskPath(path))
  // Not UTF-8 (or truly that character): the bytes themselves are needed.
  if (!names.some((name) => name.includes('\ufffd'))) return names
  return readdirSync(diskPath(path), { encoding: 'buffer' }).map(nameFromBytes)
}

/** JavaScript's own order is that of the bytes, except where surrogates are involved. */
const sorted = (names: string[]): string[] =>
  names.some((name) => surrogate.test(name)) ? names.sort(compareNames) : names.sort()

const surrogate = /[\ud800-\udfff]/
