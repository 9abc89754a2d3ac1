import { readdirSync } from 'node:fs'
import { compareNames } from '../../../context/tree/entry.ts'
import { errorCode } from '../read/context-failure.ts'
import { diskPath, nameFromBytes } from './file-name.ts'

/** Bytes of a path that the system takes (PATH_MAX without the byte that ends it). */
const longestPath = process.platform === 'darwin' ? 1023 : 4095
const longestName = 255

/**
 * Names in byte order; an error code when the directory cannot be listed, or holds what no path reaches: a builder's
 * client stops there too. Nothing when it vanished.
 */
export function listDirectory(path: string): readonly string[] | string {
  try {
    const names = sorted(readNames(path))
    return reachesAll(path, names) ? names : 'ENAMETOOLONG'
  } catch (error) {
    const code = errorCode(error)
    return code === 'ENOENT' || code === 'ENOTDIR' ? [] : code
  }
}

function reachesAll(path: string, names: readonly string[]): boolean {
  const room = longestPath - 1 - Buffer.byteLength(path)
  return room >= longestName || names.every((name) => Buffer.byteLength(name) <= room)
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
