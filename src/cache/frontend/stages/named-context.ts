import type { FrontendFeatures } from '../../../dockerfile/frontend/frontend-features.ts'
import { DockerfileError } from '../../../dockerfile/problems/dockerfile-error.ts'
import { familiarReference, normalizeReference } from '../../../dockerfile/values/image-reference.ts'

/**
 * The value of the `--build-context` that a stage's name, a base or a source means, or null. All of them are read as image
 * references, so that `lt` and `docker.io/library/lt:latest` are one name. Throws DockerfileError for what is none, and so
 * for a stage called `build-`. Source: frontend/dockerui/config.go: NamedContext.
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
