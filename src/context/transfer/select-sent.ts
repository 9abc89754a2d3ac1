import { KeyedMemo } from '../../memo/memoize.ts'
import {
  compilePatterns,
  matchPatterns,
  type PathMatching,
  type Pattern,
  type PatternBits,
} from '../ignore/pattern-matcher.ts'
import type { DirectoryEntry, Entry } from '../tree/entry.ts'
import { followRequested } from './follow-requested.ts'
import { selectByNames } from './select-by-names.ts'

/**
 * The part of a context that a client sends when the steps of a build request `paths`.
 *
 * `context` is the snapshot without ignored entries. `paths` are clean and absolute and may hold wildcards; null or an
 * empty list requests everything. Symbolic links on the paths are followed. Directories on the way to a sent entry are
 * sent too. Equal arguments give the identical tree; a directory that is sent as a whole is the context's own object.
 *
 * Throws BadPatternError for a malformed pattern: call `malformedRequest` first.
 */
export function selectSent(
  context: DirectoryEntry,
  paths: readonly string[] | null,
  matching: PathMatching = 'inherited',
): DirectoryEntry {
  if (paths === null || paths.length === 0 || paths.includes('/')) return context
  const followed = followRequested(context, paths)
  if (followed === null) return context
  if (matching === 'each') return selectByNames(context, followed)
  const request = compileRequest(followed)
  return selectBelow(request, context, '', null) ?? memo.get(context, `${request.key}\0none`, () => emptied(context))!
}

/** The path among `paths` that stops the transfer of the context because its pattern is malformed, or null. */
export function malformedRequest(paths: readonly string[]): string | null {
  for (const path of paths) {
    try {
      for (const pattern of compilePatterns([path])) pattern.matches('')
    } catch {
      return path
    }
  }
  return null
}

type Request = { readonly key: string; readonly patterns: readonly Pattern[]; readonly reaches: readonly Reach[] }

/** The region in which a pattern can match; the walk skips directories outside it. */
type Reach = { readonly literal: string; readonly depth: number }

const requests = new Map<string, Request>()
const keptRequests = 64

function compileRequest(followed: readonly string[]): Request {
  const key = followed.join('\0')
  const known = requests.get(key)
  if (known !== undefined) return known
  const patterns = compilePatterns(followed)
  const request = { key, patterns, reaches: patterns.map((pattern) => reachOf(pattern.text)) }
  if (requests.size >= keptRequests) requests.clear()
  requests.set(key, request)
  return request
}

function reachOf(pattern: string): Reach {
  const parts = pattern.split('/')
  const wild = parts.findIndex((part) => /[*?[\\]/.test(part))
  // `**` crosses directories, and so can a class or an escape in moby's pattern language.
  const bounded = !/\*\*|[[\\]/.test(pattern)
  return { literal: (wild < 0 ? parts : parts.slice(0, wild)).join('/'), depth: bounded ? parts.length : Infinity }
}

function mayMatchBelow(request: Request, path: string): boolean {
  const depth = path.split('/').length
  return request.reaches.some(
    (reach) =>
      depth < reach.depth &&
      (reach.literal === '' || `${reach.literal}/`.startsWith(`${path}/`) || path.startsWith(`${reach.literal}/`)),
  )
}

/** The part of a directory that is sent, or undefined when nothing below it is. */
function selectBelow(
  request: Request,
  directory: DirectoryEntry,
  path: string,
  bits: PatternBits | null,
): DirectoryEntry | undefined {
  const state = bits === null ? '' : bits.map(Number).join('')
  return memo.get(directory, `${request.key}\0${path}\0${state}`, () => {
    const children: Entry[] = []
    for (const child of directory.children) {
      const sent = selectEntry(request, child, path === '' ? child.name : `${path}/${child.name}`, bits)
      if (sent !== undefined) children.push(sent)
    }
    if (children.length === 0) return undefined
    const whole =
      children.length === directory.children.length && children.every((child, i) => child === directory.children[i])
    return whole ? directory : { ...directory, children }
  })
}

function selectEntry(request: Request, entry: Entry, path: string, parent: PatternBits | null): Entry | undefined {
  const { matched, bits } = matchPatterns(request.patterns, path, parent)
  if (entry.kind !== 'directory') return matched ? entry : undefined
  const exceptions = request.patterns.some((pattern) => pattern.exception)
  if (matched && !exceptions) return entry
  if (!matched && !exceptions && !mayMatchBelow(request, path)) return undefined
  const below = selectBelow(request, entry, path, bits)
  return below ?? (matched ? memo.get(entry, `${request.key}\0${path}\0none`, () => emptied(entry)) : undefined)
}

const emptied = (directory: DirectoryEntry): DirectoryEntry =>
  directory.children.length === 0 ? directory : { ...directory, children: [] }

const memo = new KeyedMemo<DirectoryEntry, DirectoryEntry | undefined>()
