import type { FrontendFeatures } from '../../../dockerfile/frontend/frontend-features.ts'
import { DockerfileError } from '../../../dockerfile/problems/dockerfile-error.ts'
import { familiarReference, normalizeReference } from '../../../dockerfile/values/image-reference.ts'

/**
 * The value of the `--build-context` that replaces a stage, a base or a source of this name, or null. Names are
 * compared as image references: `lt` and `docker.io/library/lt:latest` are equal. Throws DockerfileError for a
 * malformed reference, such as a stage called `build-`. Source: frontend/dockerui/config.go: NamedContext.
 */
export function findNamedContext(
  name: string,
  contexts: Readonly<Record<string, string>>,
  features: FrontendFeatures,
): string | null {
  if (!features.namedContexts) return null
  const wanted = contextName(name)
  const key = Object.keys(contexts).find((known) => contextName(known) === wanted)
  return key === undefined ? null : contexts[key]!
}

function contextName(name: string): string {
  try {
    return familiarReference(normalizeReference(name)).replace(/:latest$/, '')
  } catch (error) {
    if (!(error instanceof DockerfileError)) throw error
    throw new DockerfileError(`invalid context name ${name}: invalid reference format`)
  }
}
