import type { IgnoreRules } from '../../context/ignore/ignore-file.ts'
import type { PathMatching } from '../../context/ignore/pattern-matcher.ts'
import { unsendableValue } from '../../context/transfer/header-values.ts'
import { pathsToHash, syncMirror, unreadablePaths } from '../../context/transfer/mirror.ts'
import { malformedRequest, selectSent } from '../../context/transfer/select-sent.ts'
import type { DirectoryEntry } from '../../context/tree/entry.ts'
import { emptyDirectory } from '../../context/tree/entry.ts'

/** The builder's copy of one context after the client has sent it. */
export type Transfer = {
  readonly mirrorKey: string
  /** Name of a named context; null: the build's own. */
  readonly name: string | null
  /** The context on the client. */
  readonly sent: DirectoryEntry
  /** The builder's copy of the context. */
  readonly tree: DirectoryEntry
  /** The error that stops the build, or null. */
  readonly failure: string | null
  /** Paths that are not hashed yet. */
  readonly unhashed: readonly string[]
}

/**
 * The key of a mirror. The builder identifies a context by the base name of its directory (with the client of Docker
 * 20.10 by its path) and its name, so two projects in directories of the same name share a mirror. Source: buildx
 * build/opt.go: loadInputs; docker/cli 20.10 build_session.go: getBuildSharedKey.
 */
export const contextMirrorKey = (contextName: string): string => `context:${contextName}`

/** The key of a named context's mirror in the builder state. */
export const namedMirrorKey = (contextName: string, name: string): string => `named:${contextName}:${name}`

/** Updates a mirror with the entries that a client sends when `paths` are requested (null: everything). */
export function transferContext(input: {
  readonly mirrorKey: string
  readonly name: string | null
  readonly mirror: DirectoryEntry | null
  readonly snapshot: DirectoryEntry | null
  readonly paths: readonly string[] | null
  readonly ignore: IgnoreRules | null
  readonly matching: PathMatching
}): Transfer {
  const { mirrorKey, name, mirror, paths, ignore, matching } = input
  // In the client of Docker 20.10 a malformed pattern matches nothing, and the build goes on.
  const failure = matching === 'each' ? null : requestFailure(paths ?? [], ignore)
  if (failure !== null) {
    return { mirrorKey, name, sent: emptyDirectory, tree: mirror ?? emptyDirectory, failure, unhashed: [] }
  }
  const sent = selectSent(input.snapshot ?? emptyDirectory, paths, matching)
  const [unreadable] = unreadablePaths(mirror, sent)
  return {
    mirrorKey,
    name,
    sent,
    tree: syncMirror(mirror, sent),
    failure: unreadable === undefined ? null : `cannot read ${unreadable.path || 'the context'}: ${unreadable.reason}`,
    unhashed: pathsToHash(mirror, sent),
  }
}

/** BuildKit's error where the client cannot be asked for these paths, or null. */
function requestFailure(paths: readonly string[], ignore: IgnoreRules | null): string | null {
  const headers = { 'exclude-patterns': ignore?.patterns.map(({ text }) => text) ?? [], followpaths: paths }
  for (const [header, values] of Object.entries(headers)) {
    const value = unsendableValue(values)
    if (value === null) continue
    return `header key "${header}" contains value with non-printable ASCII characters: ${JSON.stringify(value)}`
  }
  const malformed = malformedRequest(paths)
  return malformed === null ? null : `invalid includepatterns: syntax error in pattern: "${malformed}"`
}
