/** A directory that may be the context of a Dockerfile, nearest first. */
export type ContextCandidate = {
  /** Absolute. */
  readonly directory: string
  /** How many of the asked paths are there. */
  readonly present: number
}

/** Directories that hold Dockerfiles for what stands elsewhere. */
const aside = /^\.?(docker|dockerfiles?|containers?|deploy(ment)?|build|ci|infra|devcontainer|images?)$/i

/**
 * The context that fits a Dockerfile: the candidate in which most of the paths are that its steps take; among equals
 * the nearest, where its name does not say that it only holds Dockerfiles.
 *
 * @param candidates the Dockerfile's directory and those above it; at least one
 */
export function chooseContext(candidates: readonly ContextCandidate[]): ContextCandidate {
  const most = Math.max(...candidates.map(({ present }) => present))
  const equal = candidates.filter(({ present }) => present === most)
  return equal.find(({ directory }) => !aside.test(directory.slice(directory.lastIndexOf('/') + 1))) ?? equal[0]!
}
