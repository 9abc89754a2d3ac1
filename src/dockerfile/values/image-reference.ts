import { completeReference } from '../frontend/frontend.ts'
import { DockerfileError } from '../problems/dockerfile-error.ts'

const label = '[a-z0-9](?:[a-z0-9-]*[a-z0-9])?'
const registry = `(?:${label}(?:\\.${label})*|\\[[a-f0-9:]+\\])(?::\\d+)?`
const component = '[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*'
const tag = '\\w[\\w.-]{0,127}'
const digest = '[a-z][a-z0-9]*(?:[-_+.][a-z][a-z0-9]*)*:[0-9a-f]{32,}'
const knownDigest = /@(?:sha256:[0-9a-f]{64}|sha384:[0-9a-f]{96}|sha512:[0-9a-f]{128})$/
/** Upper case is checked below. */
const referenceForm = new RegExp(`^(?:${registry}/)?${component}(?:/${component})*(?::${tag})?(?:@${digest})?$`, 'i')

/**
 * Completes an image reference as FROM prints it; throws DockerfileError where it is malformed. Source:
 * distribution/reference.
 */
export function normalizeReference(name: string): string {
  const reject = (why: string) =>
    new DockerfileError(`failed to parse stage name "${name}": invalid reference format${why}`)
  if (!referenceForm.test(name)) throw reject('')
  if (/^[a-f0-9]{64}$/.test(name)) throw reject(': 64 hexadecimal digits name an image, not a repository')
  const repository = completeReference(name)
    .replace(/^[^/]*\//, '')
    .replace(/[:@].*$/, '')
  if (/[A-Z]/.test(repository)) throw reject(`: repository name (${repository}) must be lowercase`)
  if (repository.length > 255) throw reject(': repository name must not be more than 255 characters')
  if (name.includes('@') && !knownDigest.test(name)) throw reject(': its digest is none')
  return completeReference(name)
}

/** The engine's short form of a reference: without `docker.io/` and `library/`. */
export const familiarReference = (reference: string): string => reference.replace(/^docker\.io\/(library\/)?/, '')
