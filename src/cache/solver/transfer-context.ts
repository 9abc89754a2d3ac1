import type { DirectoryEntry } from '../../context/entry.ts'
import { emptyDirectory } from '../../context/entry.ts'
import { pathsToHash, syncMirror, unreadablePaths } from '../../context/mirror.ts'
import type { PathMatching } from '../../context/pattern-matcher.ts'
import { malformedRequest, selectSent } from '../../context/select-sent.ts'

/** What the builder holds of one context after the client has sent it. */
export type Transfer = {
  readonly mirrorKey: string
  /** Name of a named context; null: the build's own. */
  readonly name: string | null
  /** As the client has it. */
  readonly sent: DirectoryEntry
  /** As the builder believes it to be. */
  readonly tree: DirectoryEntry
  /** Why the transfer stops the build; null: it does not. */
  readonly failure: string | null
  /** Paths that are not hashed yet. */
  readonly unhashed: readonly string[]
}

/**
 * The builder tells a build's context by the base name of its directory (with the client of Docker 20.10: by its path),
 * and named ones by their name too: another project in a directory of the same name shares the mirror.
 * Source: buildx build/opt.go: loadInputs; docker/cli 20.10 build_session.go: getBuildSharedKey.
 */
export const contextMirrorKey = (contextName: string): string => `context:${contextName}`
export const namedMirrorKey = (contextName: string, name: string): string => `named:${contextName}:${name}`

/** Brings a mirror up to date with what a client sends when `paths` are asked for (null: everything). */
export function transferContext(input: {
  readonly mirrorKey: string
  readonly name: string | null
  readonly mirror: DirectoryEntry | null
  readonly snapshot: DirectoryEntry | null
  readonly paths: readonly string[] | null
  readonly matching: PathMatching
}): Transfer {
  const { mirrorKey, name, mirror, paths, matching } = input
  // The client of Docker 20.10 finds nothing by a malformed pattern and goes on.
  const malformed = paths === null || matching === 'each' ? null : malformedRequest(paths)
  if (malformed !== null) {
    const failure = `invalid includepatterns: syntax error in pattern: "${malformed}"`
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
